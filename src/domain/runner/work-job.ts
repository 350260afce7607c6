// One claimed job from its turn to its end: think, send, and when the customer has written meanwhile, think again.

import {
  type Claim,
  type ClaimedJob,
  type EndOfClaim,
  endClaim,
  postponed,
  readTurn,
  retryDelayMs,
  type Turn,
} from "@/domain/outbound";
import { readDatabaseError } from "@/infra/database/database-error";
import { logFailure } from "@/infra/database/log-failure";
import { env } from "@/lib/env";
import { describeError, isAppError } from "@/lib/errors";
import { faultPoint } from "@/lib/fault-point";
import { log, maskPhone } from "@/lib/logger";
import { checkDuty } from "./check-duty";
import { isFollowUp } from "./check-follow-up";
import { handOverSilently } from "./hand-over-silently";
import type { HeldJobs } from "./held-jobs";
import { sendDraft } from "./send-draft";
import { Reading } from "./show-reading";
import { storedDraft, type Thought, think } from "./think";

export interface WorkedJob {
  jobId: number;
  outcome: "processed" | "retried" | "failed" | "cancelled" | "uncertain" | "lost";
  coalescedJobIds: number[];
  /** When it is to be tried again: milliseconds from its end. */
  retryInMs?: number;
}

const outcomes = {
  done: "processed",
  queued: "retried",
  failed: "failed",
  cancelled: "cancelled",
  uncertain: "uncertain",
} as const;

/** How long a job waits when this process lacks what it needs for it, such as an access token. */
const NOT_CONFIGURED_MS = 30_000;

/** Works a job to an end of its claim. @throws only when the database is away; the lease then runs out. */
export async function workJob(claim: Claim, held: HeldJobs): Promise<WorkedJob> {
  const { job, turn } = claim;
  logPicked(job, turn);
  faultPoint("claim.after");
  try {
    return await answer(claim, held);
  } catch (error) {
    const found = readDatabaseError(error);
    if (found?.kind === "unavailable" || found?.kind === "mismatch") throw error;
    // One job's trouble is its own: it is tried again a bounded number of times, and the runner goes on.
    logFailure("[JOB-RUNNER] Job failed unexpectedly", error, { jobId: job.id });
    if (isAppError(error) && error.code === "NOT_CONFIGURED")
      return await end(job, { end: postponed(error.code, error.message, NOT_CONFIGURED_MS) });
    // What Meta would refuse is not tried again: it stays as it is.
    if (isAppError(error) && error.code === "INVALID_INPUT") return await end(job, unsendable(error.message));
    return await end(job, afterTrouble(job, "INTERNAL", describeError(error)));
  }
}

async function answer({ job, turn: firstTurn }: Claim, held: HeldJobs): Promise<WorkedJob> {
  let turn = firstTurn;
  let draft = storedDraft({ job, turn });
  const reading = new Reading({ job, turn });
  for (let rethinks = 0; ; rethinks += 1) {
    const idle = checkDuty({ job, turn });
    if (idle) return await end(job, idle);
    if (rethinks === 0) reading.pickedUp(turn);
    // A follow-up is not thought again but dropped, so it is always looked whether the customer has written.
    const mayThinkAgain = isFollowUp(job) || rethinks < env().REPLY_RETHINK_MAX;
    if (!draft) {
      const thought = await think({ job, turn, mayThinkAgain, reading }, held);
      if (thought.kind === "aborted" && thought.reason === "lost") return lost(job);
      const without = withoutDraft(job, thought);
      if (without) return await end(job, without);
      if (thought.kind === "draft") draft = thought.draft;
    }
    if (draft) {
      const silent = await handOverSilently({ job, turn }, draft);
      if (silent) return await end(job, silent);
      const sent = await sendDraft({ job, turn }, draft, mayThinkAgain);
      if (sent.kind === "sent") return finished(job, sent.coalescedJobIds);
      if (sent.kind === "lost") return lost(job);
      if (sent.kind === "end") return await end(job, sent.end);
    }
    log("info", "[JOB-RUNNER] Thinking again", { jobId: job.id, attempt: rethinks + 1 });
    faultPoint("orchestrate.superseded");
    draft = null;
    const newer = await readTurn(job.id);
    if (!newer) return lost(job);
    turn = newer;
  }
}

/** How a claim ends for which no reply was thought; undefined when there is one, or it is to be thought again. */
function withoutDraft(job: ClaimedJob, thought: Thought): Omit<EndOfClaim, "job"> | undefined {
  if (thought.kind === "unavailable") return afterTrouble(job, "AI_UNAVAILABLE", thought.reason);
  if (thought.kind === "not_asked")
    return { end: postponed("AI_CIRCUIT_OPEN", thought.reason, thought.retryInMs) };
  if (thought.kind === "aborted" && thought.reason === "handed_back")
    return { end: postponed("HANDED_BACK", "The runner had to end", 0) };
  return undefined;
}

function finished(job: ClaimedJob, coalescedJobIds: number[]): WorkedJob {
  log("info", `[JOB-RUNNER] Job ${job.id} completed successfully`, {
    jobId: job.id,
    count: 1 + coalescedJobIds.length,
  });
  return { jobId: job.id, outcome: "processed", coalescedJobIds };
}

function lost(job: ClaimedJob): WorkedJob {
  log("warn", "[JOB-RUNNER] Lease lost: another runner has the job, nothing was changed", { jobId: job.id });
  return { jobId: job.id, outcome: "lost", coalescedJobIds: [] };
}

async function end(job: ClaimedJob, ending: Omit<EndOfClaim, "job">): Promise<WorkedJob> {
  faultPoint("settle.before");
  const result = await endClaim({ job, ...ending });
  faultPoint("code" in ending.end && ending.end.code === "HANDED_BACK" ? "hand_back.after" : "settle.after");
  if (result === "lease_lost") return lost(job);
  if (ending.end.to === "done") return finished(job, []);
  const code = "code" in ending.end ? ending.end.code : undefined;
  const retryInMs = ending.end.to === "queued" ? ending.end.delayMs : undefined;
  const delay = retryInMs === undefined ? undefined : `${retryInMs}ms`;
  log("warn", `[JOB-RUNNER] Job ${job.id} ${ending.end.to}`, {
    jobId: job.id,
    code,
    attempt: job.attempts,
    delay,
  });
  return { jobId: job.id, outcome: outcomes[ending.end.to], coalescedJobIds: [], retryInMs };
}

function unsendable(error: string): Omit<EndOfClaim, "job"> {
  const code = "INVALID_CONTENT";
  const notification = {
    kind: "JOB_FAILED",
    title: "A customer was not answered",
    body: `${code}: ${error}`,
  };
  return { end: { to: "failed", code, error }, notification };
}

function afterTrouble(job: ClaimedJob, code: string, error: string): Omit<EndOfClaim, "job"> {
  const { JOB_MAX_ATTEMPTS, JOB_RETRY_BASE_MS } = env();
  if (job.attempts < JOB_MAX_ATTEMPTS) {
    const delayMs = retryDelayMs(job.attempts, JOB_RETRY_BASE_MS);
    return { end: { to: "queued", delayMs, code, error, countAttempt: true } };
  }
  const notification = { kind: "JOB_FAILED", title: "A customer was not answered", body: code };
  return { end: { to: "failed", code, error }, notification };
}

function logPicked(job: ClaimedJob, turn: Turn): void {
  const { id: jobId, conversationId, inboundProviderMessageId, requestId, attempts: attempt } = job;
  log("info", "[JOB-RUNNER] picked", { jobId, requestId, conversationId, inboundProviderMessageId, attempt });
  const historyLength = turn.history.length;
  const contact = turn.customer.phone ? maskPhone(turn.customer.phone) : undefined;
  const loaded = { jobId, conversationId, contact, status: turn.mode, historyLength };
  log("info", "[JOB-RUNNER] Conversation loaded", loaded);
  const inboundMessageId = job.inboundMessageId ?? undefined;
  log("info", "[JOB-RUNNER] Inbound message loaded", {
    jobId,
    inboundMessageId,
    count: turn.waitingJobIds.length + 1,
  });
}
