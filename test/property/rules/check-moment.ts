// What must hold after every step.

import type { Model } from "../model";
import type { JobState } from "../observe";
import type { Moment } from "../step";
import { must } from "./broken";
import { checkBegin } from "./check-begin";
import { checkClaims } from "./check-claims";
import { checkStaleEnd, isSame } from "./check-stale";
import { checkState } from "./check-state";

/** Learns from a step what only the database could tell, and looks whether it was right. @throws Broken. */
export function checkMoment(model: Model, moment: Moment): void {
  const { step, before, after } = moment;
  learn(model, moment);
  nothingIsUndone(model, moment);
  switch (step.kind) {
    case "redelivered":
      must(isSame(before, after), "a delivery repeated changes nothing", () => "it did");
      break;
    case "claimed":
      checkClaims(model, { ...moment, ...step });
      break;
    case "begun":
      checkBegin(model, { ...moment, ...step });
      break;
    case "ended":
      checkStaleEnd(model, { ...moment, ...step });
      break;
  }
  checkState(model);
}

function learn(model: Model, { step, before, after }: Moment): void {
  for (const message of model.inbound) {
    message.id ??= after.messages.find(({ wamid }) => wamid === message.wamid)?.id ?? null;
    if (step.kind === "erased" && message.id !== null)
      message.isErased ||= isIn(before.messages, message.id) && !isIn(after.messages, message.id);
  }
  for (const job of after.jobs) {
    const isResent = job.resends > (before.jobs.find(({ id }) => id === job.id)?.resends ?? 0);
    if (isResent && (step.kind === "policy" || step.kind === "resent")) model.decideToResend(job);
    if ((job.isHeld || job.retryOfId !== null) && job.inboundMessageId !== null)
      model.outOfTurn.add(job.inboundMessageId);
  }
}

function nothingIsUndone(model: Model, { step, before, after }: Moment): void {
  for (const then of before.jobs) {
    const now = after.jobs.find(({ id }) => id === then.id);
    const what = () => `the ${model.nameOfJob(then.id)}: ${then.status} → ${now?.status ?? "gone"}`;
    const isErased = step.kind === "erased" && step.conversationId === then.conversationId;
    if (!now) {
      must(isErased, "nothing disappears", what);
      continue;
    }
    must(!isFinal(then) || isSameEnd(then, now), "an ended job stays as it was", what);
    const mayResend = step.kind === "policy" || (step.kind === "resent" && step.jobId === now.id);
    const resends = now.resends - then.resends;
    must(resends === 0 || (resends === 1 && mayResend), "only the policy and operators send again", what);
    const isRevived = then.isLeaseOver && !now.isLeaseOver && then.leaseToken === now.leaseToken;
    must(!isRevived, "a lease that has run out stays so", what);
  }
}

function isFinal({ status }: JobState): boolean {
  return status === "done" || status === "failed" || status === "cancelled";
}

function isSameEnd(then: JobState, now: JobState): boolean {
  return (
    then.status === now.status &&
    then.errorCode === now.errorCode &&
    then.attempts === now.attempts &&
    then.coalescedIntoId === now.coalescedIntoId
  );
}

function isIn(rows: { id: number }[], wanted: number): boolean {
  return rows.some(({ id }) => id === wanted);
}
