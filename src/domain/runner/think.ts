import { type Orchestration, orchestrate, unavailableReply } from "@/domain/orchestrator";
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
  /** Whether it is fixed: a person's words, or part of it may be with Meta already, so nothing changes it any more. */
  isFixed: boolean;
}

export type Thought =
  | { kind: "draft"; draft: Draft; aiCalls: AiCall[] }
  /** Somebody wrote, or took over, or took the job, or the process is to end, while the AI was thinking. */
  | { kind: "aborted"; reason: AbortReason; aiCalls: AiCall[] }
  | { kind: "unavailable"; reason: string; aiCalls: AiCall[] }
  | { kind: "not_asked"; reason: string; retryInMs: number; aiCalls: AiCall[] };

/** The reply an earlier attempt has stored, when it can still be sent; it costs no second AI call. */
export function storedDraft({ job, turn }: Claim): Draft | null {
  const isFixed = job.author === "PERSON" || job.partsSent > 0 || job.resends > 0;
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

/** Asks the AI. When no provider has answered often or long enough, the draft is the business's own sentence. */
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
  const { calls: aiCalls } = result;
  if (result.kind === "aborted") return { kind: "aborted", reason, aiCalls };
  if (result.kind !== "reply" && mayWait(job, result)) return { ...result, aiCalls };
  const reply = result.kind === "reply" ? result.reply : unavailableReply(result.reason);
  log("info", "[JOB-RUNNER] Orchestrator complete", {
    jobId: job.id,
    elapsed: elapsedSince(startedAt),
    replyLength: reply.parts.join("").length,
    hasHandover: reply.handover !== null,
    provider: reply.provider ?? "none",
  });
  return { kind: "draft", draft: { reply, aiCalls: [], ...seen }, aiCalls };
}

/** A customer is not left without any answer: neither for many failures nor behind open circuits for long. */
function mayWait(job: ClaimedJob, { kind }: Orchestration): boolean {
  const { AI_GIVE_UP_SECONDS, AI_MAX_ATTEMPTS } = env();
  if (job.ageSeconds >= AI_GIVE_UP_SECONDS) return false;
  return kind === "not_asked" || job.attempts < AI_MAX_ATTEMPTS;
}
