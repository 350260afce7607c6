import { orchestrate, unavailableReply } from "@/domain/orchestrator";
import type { Claim, ClaimedJob, Reply, Turn } from "@/domain/outbound";
import type { AiCall } from "@/infra/ai/ask-provider";
import { env } from "@/lib/env";
import { elapsedSince, log } from "@/lib/logger";
import type { AbortReason, HeldJobs } from "./held-jobs";

/** A reply together with what it has seen of the conversation. */
export interface Draft {
  reply: Reply;
  seenCount: number;
  answeredJobIds: number[];
  aiCalls: AiCall[];
  /** Whether it is fixed: part of it may be with Meta already, so newer messages cannot change it any more. */
  isFixed: boolean;
}

export type Thought =
  | { kind: "draft"; draft: Draft; aiCalls: AiCall[] }
  /** Somebody wrote, or took over, or took the job, while the AI was thinking. */
  | { kind: "aborted"; reason: AbortReason; aiCalls: AiCall[] }
  | { kind: "unavailable"; reason: string; aiCalls: AiCall[] };

/** The reply an earlier attempt has stored, when it can still be sent; it costs no second AI call. */
export function storedDraft({ job, turn }: Claim): Draft | null {
  const isFixed = job.partsSent > 0 || job.resends > 0;
  if (!job.reply || job.replySeenCount === null) return null;
  if (!isFixed && job.replySeenCount !== turn.inboundCount) return null;
  const { reply, replySeenCount: seenCount, answeredJobIds } = job;
  return { reply, seenCount, answeredJobIds, aiCalls: [], isFixed };
}

/** What to think about, and whether newer messages of the customer may end it. */
export interface Question {
  job: ClaimedJob;
  turn: Turn;
  mayThinkAgain: boolean;
}

/** Asks the AI. When every provider has failed often enough, the draft is the business's own sentence. */
export async function think({ job, turn, mayThinkAgain }: Question, held: HeldJobs): Promise<Thought> {
  const startedAt = performance.now();
  const seen = { seenCount: turn.inboundCount, answeredJobIds: turn.waitingJobIds, isFixed: false };
  let reason: AbortReason = "moved_on";
  const result = await held.whileCurrent(job, mayThinkAgain ? turn.inboundCount : null, (signal) => {
    signal.addEventListener("abort", () => {
      reason = signal.reason;
    });
    return orchestrate(job.id, turn, signal);
  });
  if (result.kind === "aborted") return { kind: "aborted", reason, aiCalls: result.calls };
  if (result.kind === "unavailable" && job.attempts < env().AI_MAX_ATTEMPTS) {
    return { kind: "unavailable", reason: result.reason, aiCalls: result.calls };
  }
  const reply = result.kind === "reply" ? result.reply : unavailableReply(result.reason);
  log("info", "[JOB-RUNNER] Orchestrator complete", {
    jobId: job.id,
    elapsed: elapsedSince(startedAt),
    replyLength: reply.parts.join("").length,
    hasHandover: reply.handover !== null,
    provider: reply.provider ?? "none",
  });
  return { kind: "draft", draft: { reply, aiCalls: [], ...seen }, aiCalls: result.calls };
}
