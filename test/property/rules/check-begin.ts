// What must hold when a send begins: its ledger row is there, and the call may follow at any moment.

import type { SendVerdict } from "@/domain/outbound/begin-sends";
import { type Call, isBelieved, isOpen } from "../fake-meta";
import type { Model, Runner } from "../model";
import type { Moment } from "../step";
import { must } from "./broken";
import { holdsLease, isSame } from "./check-stale";

interface Begin extends Moment {
  runner: Runner;
  verdict: SendVerdict;
  call: Call | null;
}

/** @throws Broken. */
export function checkBegin(model: Model, begin: Begin): void {
  const { runner, before, after, verdict, call } = begin;
  const isOurs = holdsLease(before, runner) && !isOver(begin);
  const who = `${runner.name} with the ${model.nameOfJob(runner.job.id)}`;
  must(isOurs || verdict.verdict === "lost", "only the holder of a lease begins a send", () => who);
  if (verdict.verdict === "lost") must(isSame(before, after), "a lost begin changes nothing", () => who);
  if (!call) {
    must(before.sends.length === after.sends.length, "a send that is not begun is in no ledger", () => who);
    return;
  }
  mayBeSent(model, begin);
  isNotUnderWay(model, begin, call);
  isNextPart(model, call);
}

function isOver({ before, runner }: Begin): boolean {
  return before.jobs.some(({ id, isLeaseOver }) => id === runner.job.id && isLeaseOver);
}

function mayBeSent(model: Model, { runner, before }: Begin): void {
  const { job } = runner;
  const what = () => `the ${model.nameOfJob(job.id)} is being sent`;
  const conversation = before.conversations.find(({ id }) => id === job.conversationId);
  const phone = conversation?.phone ?? "";
  must(!conversation?.isClosed, "nothing is sent outside the 24 hours", what);
  must(!model.optedOut.has(phone), "nothing is sent to who has opted out", what);
  if (job.author === "PERSON") return;
  const isOwnHandover = conversation?.handoverJobId === job.id;
  must(conversation?.mode === "BOT" || isOwnHandover, "the bot is silent where a person speaks", what);
  const isSilenced = model.takenOver.has(job.conversationId) && !model.excepted.has(job.id);
  must(!isSilenced, "the bot is silent after a takeover", what);
}

function isNotUnderWay(model: Model, { after }: Begin, begun: Call): void {
  const { jobId, part } = begun;
  const earlier = model.meta.calls.filter(
    (call) => call !== begun && call.jobId === jobId && call.part === part,
  );
  const open = earlier.filter(isOpen);
  const what = () => `part ${part} of the ${model.nameOfJob(jobId)}`;
  must(!earlier.some(isBelieved), "what Meta is known to have is not sent again", what);
  const isDecided =
    open.length <= model.decisionsFor(jobId, part) && open.every(({ key }) => key !== begun.key);
  must(isDecided, "nothing is sent while an earlier call of it has no known outcome", what);
  const message = after.messages.find(({ id }) => id === begun.messageId);
  const isMarked = open.length === 0 || message?.possibleDuplicate === true;
  must(isMarked, "what may be a duplicate is marked as one", what);
}

function isNextPart(model: Model, begun: Call): void {
  const believed = model.meta.calls.filter((call) => call.jobId === begun.jobId && isBelieved(call));
  const what = () => `part ${begun.part} of ${begun.reply}`;
  for (let part = 1; part < begun.part; part += 1)
    must(
      believed.some((call) => call.part === part),
      "parts are sent in their order",
      what,
    );
  const isWhole = believed.every(({ reply }) => reply === begun.reply);
  must(isWhole, "the parts of a reply belong together", what);
}
