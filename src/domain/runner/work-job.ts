// One claimed job from its turn to its end: think, send, and when the customer has written meanwhile, think again.

import {
  type Claim,
  type ClaimedJob,
  type EndOfClaim,
  endClaim,
  readTurn,
  retryDelayMs,
  type Turn,
} from "@/domain/outbound";
import type { AiCall } from "@/infra/ai/ask-provider";
import { readDatabaseError } from "@/infra/database/database-error";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { log, maskPhone } from "@/lib/logger";
import type { HeldJobs } from "./held-jobs";
import { sendDraft } from "./send-draft";
import { storedDraft, think } from "./think";

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

/** Works a job to an end of its claim. @throws only when the database is away; the lease then runs out. */
export async function workJob(claim: Claim, held: HeldJobs): Promise<WorkedJob> {
  const { job, turn } = claim;
  logPicked(job, turn);
  try {
    return await answer(claim, held);
  } catch (error) {
    const found = readDatabaseError(error);
    if (found?.kind === "unavailable" || found?.kind === "mismatch") throw error;
    // One job's trouble is its own: it is tried again a bounded number of times, and the runner goes on.
    log("error", "[JOB-RUNNER] Job failed unexpectedly", { jobId: job.id, error: describeError(error) });
    return await end(job, afterTrouble(job, "INTERNAL", describeError(error)));
  }
}

async function answer({ job, turn: firstTurn }: Claim, held: HeldJobs): Promise<WorkedJob> {
  let turn = firstTurn;
  let draft = storedDraft({ job, turn });
  let unbooked: AiCall[] = [];
  for (let rethinks = 0; ; rethinks += 1) {
    if (turn.mode === "HUMAN" && turn.handoverJobId !== job.id) return await end(job, takenOver(unbooked));
    const mayThinkAgain = rethinks < env().REPLY_RETHINK_MAX;
    if (!draft) {
      const thought = await think({ job, turn, mayThinkAgain }, held);
      const aiCalls = [...unbooked, ...thought.aiCalls];
      if (thought.kind === "unavailable") {
        return await end(job, { ...afterTrouble(job, "AI_UNAVAILABLE", thought.reason), aiCalls });
      }
      if (thought.kind === "aborted" && thought.reason === "lost") return lost(job);
      if (thought.kind === "aborted") unbooked = aiCalls;
      else draft = { ...thought.draft, aiCalls };
    }
    if (draft) {
      unbooked = [];
      const sent = await sendDraft({ job, turn }, draft, mayThinkAgain);
      if (sent.kind === "sent") return finished(job, sent.coalescedJobIds);
      if (sent.kind === "lost") return lost(job);
      if (sent.kind === "end") return await end(job, sent.end);
    }
    log("info", "[JOB-RUNNER] Thinking again", { jobId: job.id, attempt: rethinks + 1 });
    draft = null;
    const newer = await readTurn(job.id);
    if (!newer) return lost(job);
    turn = newer;
  }
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
  if ((await endClaim({ job, ...ending })) === "lease_lost") return lost(job);
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

function takenOver(aiCalls: AiCall[]): Omit<EndOfClaim, "job"> {
  const error = "A person has taken over the conversation";
  return { end: { to: "cancelled", code: "HUMAN_TAKEOVER", error }, aiCalls };
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
