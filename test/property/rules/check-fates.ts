// What must have become of every message when nothing is left to do: nobody was forgotten.

import { isBelieved } from "../fake-meta";
import type { Inbound, Model } from "../model";
import type { ConversationState, JobState } from "../observe";
import { must } from "./broken";

/** @throws Broken. */
export function checkFates(model: Model): void {
  const left = model.state.jobs.filter(
    ({ status, isHeld }) =>
      status === "queued" || status === "running" || (status === "uncertain" && !isHeld),
  );
  must(left.length === 0, "everything comes to an end", () =>
    left.map(({ id, status }) => `the ${model.nameOfJob(id)} is ${status}`).join(", "),
  );
  for (const message of model.inbound) {
    if (message.isErased || !message.asksForAnswer || message.id === null) continue;
    const job = lastJobOf(model, message.id);
    const conversation = model.state.conversations.find(({ id }) => id === job.conversationId);
    if (conversation) checkFate(model, { message, job, conversation });
  }
}

/** A job, or the last that has tried it again. */
function lastJobOf(model: Model, messageId: number): JobState {
  const job = model.state.jobs.filter(({ inboundMessageId }) => inboundMessageId === messageId).at(-1);
  if (!job) throw new Error(`No job for ${model.nameOfMessage(messageId)}`);
  return job;
}

interface Fate {
  message: Inbound;
  job: JobState;
  conversation: ConversationState;
}

function checkFate(model: Model, fate: Fate): void {
  const { message, job } = fate;
  const what = () => `the ${model.nameOfJob(job.id)} is ${job.status} (${job.errorCode})`;
  const isKnown = model.state.notifications.some(({ dedupeKey }) => concerns(model, job, dedupeKey));
  switch (job.status) {
    case "done": // Checked in every state: Meta has the reply, or the reply that has seen this message.
      return;
    case "failed":
      must(job.errorCode !== null && isKnown, "who gets no answer is told of to a person", what);
      return;
    case "uncertain":
      must(isKnown || job.errorCode === "HUMAN_TAKEOVER", "what nobody can know is told to a person", what);
      return;
    case "cancelled":
      must(
        isCalledOff(model, fate),
        "an answer is called off only by a person, the customer or the time",
        () => {
          return `${message.name}: ${what()}`;
        },
      );
  }
}

function concerns({ state }: Model, job: JobState, dedupeKey: string): boolean {
  const messages = state.sends.filter(({ jobId }) => jobId === job.id).map(({ messageId }) => messageId);
  return (
    dedupeKey.startsWith(`job:${job.id}:`) || messages.some((id) => dedupeKey === `message-failed:${id}`)
  );
}

function isCalledOff(model: Model, { message, job, conversation }: Fate): boolean {
  switch (job.errorCode) {
    case "OPERATOR":
      return model.cancelledByOperator.has(job.id) || model.givenUp.has(job.id);
    case "OPTED_OUT":
      return model.optedOut.has(conversation.phone);
    case "TOO_LATE":
      return message.isLate;
    case "HUMAN_TAKEOVER":
      return conversation.mode === "HUMAN" || model.putAway.has(job.id) || wasSpokenTo(model, message, job);
    default:
      return false;
  }
}

/** Where the bot speaks again, nobody waits any more: something was said, or failed to a person's knowledge, since. */
function wasSpokenTo({ meta, state }: Model, { id }: Inbound, job: JobState): boolean {
  const here = meta.calls.filter(({ conversationId }) => conversationId === job.conversationId);
  const wasAnswered = here.some(
    (call) =>
      (call.messageId > (id ?? 0) || call.answers.includes(id ?? 0)) && (isBelieved(call) || !call.isTold),
  );
  const hasFailed = state.jobs.some(
    (other) => other.conversationId === job.conversationId && other.id > job.id && other.status === "failed",
  );
  return wasAnswered || hasFailed;
}
