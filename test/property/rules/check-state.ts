// What must hold in every state.

import { sendKey } from "@/domain/outbound/outbound-job";
import { env } from "@/lib/env";
import { type Call, isBelieved, isOpen } from "../fake-meta";
import type { Model } from "../model";
import type { JobState, MessageState, SendState } from "../observe";
import { must } from "./broken";

const statusOfRank = ["PENDING", "SENT", "FAILED", "DELIVERED", "READ"];

/** @throws Broken. */
export function checkState(model: Model): void {
  const { state } = model;
  for (const { id } of state.conversations) oneActive(model, id);
  for (const job of state.jobs) checkJob(model, job);
  for (const send of state.sends) ledgerIsTrue(model, send);
  for (const message of state.messages) if (message.direction === "OUTBOUND") messageIsTrue(model, message);
  everythingIsWritten(model);
  storedOnce(model);
}

function oneActive(model: Model, conversationId: number): void {
  const active = model.state.jobs.filter(
    (job) =>
      job.conversationId === conversationId &&
      (job.status === "running" || (job.status === "uncertain" && !job.isHeld)),
  );
  must(active.length <= 1, "one job of a conversation is active", () =>
    active.map(({ id }) => model.nameOfJob(id)).join(" and "),
  );
}

function checkJob(model: Model, job: JobState): void {
  const what = () => `the ${model.nameOfJob(job.id)} is ${job.status}`;
  must(job.attempts >= 0 && job.attempts <= env().JOB_MAX_ATTEMPTS, "attempts are counted", what);
  const calls = model.meta.calls.filter(({ jobId }) => jobId === job.id);
  const next = calls.filter(({ part }) => part === job.partsSent + 1);
  if (job.status === "uncertain")
    must(next.some(isOpen), "a job is uncertain only while a call of its next part is open", what);
  if (isOpenNow(job, next) && !model.givenUp.has(job.id)) {
    const isSaid = job.status === "running" || job.status === "uncertain";
    must(isSaid, "while the outcome of a call is not known, its job says so", what);
  }
  if (job.status === "done" && job.coalescedIntoId === null) isSent(model, job, calls);
  if (job.coalescedIntoId !== null) isAnsweredByOther(model, job);
}

/** Whether the last call of the next part is open: a decision to send again opens a new key. */
function isOpenNow(job: JobState, next: Call[]): boolean {
  if (next.some(isBelieved)) return false;
  const key = sendKey(job, job.partsSent + 1);
  return next.some((call) => call.key === key && isOpen(call));
}

function isSent(model: Model, job: JobState, calls: Call[]): void {
  for (let part = 1; part <= (job.parts ?? 1); part += 1)
    must(
      calls.some((call) => call.part === part && isBelieved(call)),
      "a job is done when Meta has every part",
      () => `part ${part} of the ${model.nameOfJob(job.id)}`,
    );
}

function isAnsweredByOther(model: Model, job: JobState): void {
  const leader = model.job(job.coalescedIntoId ?? 0);
  const isSeen = model.meta.calls.some(
    (call) =>
      call.jobId === leader?.id && isBelieved(call) && call.answers.includes(job.inboundMessageId ?? 0),
  );
  must(
    leader?.status === "done" && isSeen,
    "a job ends with another's reply only if that has seen its message",
    () => `the ${model.nameOfJob(job.id)}`,
  );
}

function ledgerIsTrue(model: Model, send: SendState): void {
  const calls = model.meta.calls.filter(({ ledgerId }) => ledgerId === send.id);
  const taken = calls.find(({ deed }) => deed === "accepted");
  const what = () =>
    `the ledger of the ${model.nameOfJob(send.jobId)}, part ${send.part}, says ${send.status}`;
  if (send.status === "accepted") {
    const isVouchedFor = send.wamid === null && calls.some((call) => call.isVouchedFor);
    must(
      isVouchedFor || (taken !== undefined && taken.wamid === send.wamid),
      "the ledger claims nothing",
      what,
    );
  }
  if (send.status === "refused")
    must(calls.at(-1)?.isTold === true && !taken, "the ledger tells no refusal that was none", what);
}

function everythingIsWritten(model: Model): void {
  const here = new Set(model.state.conversations.map(({ id }) => id));
  for (const call of model.meta.accepted.filter(
    ({ isTold, conversationId }) => isTold && here.has(conversationId),
  )) {
    const send = model.state.sends.find(({ id }) => id === call.ledgerId);
    must(
      send?.status === "accepted" && send.wamid === call.wamid,
      "what Meta is known to have accepted is in the ledger",
      () => `part ${call.part} of ${call.reply}: ${send?.status}`,
    );
  }
}

/** The status is the furthest that was heard; before anything was, it is our own opinion. */
function messageIsTrue(model: Model, message: MessageState): void {
  const calls = model.meta.calls.filter(({ messageId }) => messageId === message.id);
  const heard = Math.max(
    0,
    ...calls.map((call) => (call.isVouchedFor ? Math.max(call.heard, 1) : call.heard)),
  );
  const what = () => `${calls[0]?.reply}, part ${calls[0]?.part}, is shown as ${message.status}`;
  if (heard > 0) {
    must(message.status === statusOfRank[heard], "a message shows the furthest that was heard of it", what);
    return;
  }
  must(
    message.status === "PENDING" || message.status === "FAILED",
    "a message shows nothing that was not heard",
    what,
  );
  const isUnknown = calls.some(isOpen) && !message.possibleDuplicate;
  const isGivenUp = calls.some(({ jobId }) => model.givenUp.has(jobId));
  must(
    message.status === "PENDING" || !isUnknown || isGivenUp,
    "what may have arrived is not shown as failed",
    what,
  );
}

function storedOnce(model: Model): void {
  const { inbound, state } = model;
  must(
    state.dedupeKeys === inbound.length,
    "a message has one dedupe key",
    () => `${state.dedupeKeys} of ${inbound.length}`,
  );
  for (const { name, wamid, isErased, asksForAnswer } of inbound) {
    const messages = state.messages.filter((message) => message.wamid === wamid);
    must(
      messages.length === (isErased ? 0 : 1),
      "a message is stored once",
      () => `${name}: ${messages.length}`,
    );
    const jobs = state.jobs.filter(
      (job) => job.inboundMessageId === messages[0]?.id && job.retryOfId === null && messages[0],
    );
    must(
      jobs.length === (isErased || !asksForAnswer ? 0 : 1),
      "a message makes one job",
      () => `${name}: ${jobs.length}`,
    );
  }
}
