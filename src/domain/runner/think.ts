import { type AbortReason, type Orchestration, orchestrate } from "@/domain/orchestrator";
import { type Claim, type ClaimedJob, type Reply, readablePart, type Turn } from "@/domain/outbound";
import { env } from "@/lib/env";
import { elapsedSince, log } from "@/lib/logger";
import type { HeldJobs } from "./held-jobs";
import type { Reading } from "./show-reading";

/** A reply together with what it has seen of the conversation. */
export interface Draft {
  reply: Reply;
  seenCount: number;
  answeredJobIds: number[];
  /** Whether it is fixed: a person's words, a confirmation, or part of it may be with Meta already, so nothing changes it. */
  isFixed: boolean;
}

export type Thought =
  | { kind: "draft"; draft: Draft }
  /** Somebody wrote, or took over, or took the job, or the process is to end, while the AI was thinking. */
  | { kind: "aborted"; reason: AbortReason }
  | { kind: "unavailable"; reason: string }
  | { kind: "not_asked"; reason: string; retryInMs: number };

/** The reply an earlier attempt has stored, when it can still be sent; it costs no second AI call. */
export function storedDraft({ job, turn }: Claim): Draft | null {
  const { reply, purpose, answeredJobIds } = job;
  const isFixed = job.author === "PERSON" || purpose !== null || job.partsSent > 0 || job.resends > 0;
  // A confirmation was written before anybody looked at the conversation.
  const seenCount = purpose === null ? job.replySeenCount : turn.inboundCount;
  if (!reply || seenCount === null) return null;
  if (!isFixed && seenCount !== turn.inboundCount) return null;
  return { reply, seenCount, answeredJobIds, isFixed };
}

/** What to think about, and whether newer messages of the customer may end it. */
export interface Question {
  job: ClaimedJob;
  turn: Turn;
  mayThinkAgain: boolean;
  reading: Reading;
}

/** Asks the AI. When no provider has answered often or long enough, the draft is the business's own sentence. */
export async function think(question: Question, held: HeldJobs): Promise<Thought> {
  const { job, turn, mayThinkAgain, reading } = question;
  const startedAt = performance.now();
  const seen = { seenCount: turn.inboundCount, answeredJobIds: turn.waitingJobIds, isFixed: false };
  let reason: AbortReason = "moved_on";
  const result = await held.whileCurrent(job, mayThinkAgain ? turn.inboundCount : null, (signal) => {
    signal.addEventListener("abort", () => {
      reason = signal.reason;
    });
    const stopTyping = reading.thinking(turn);
    return orchestrate({ job, turn, signal }).finally(stopTyping);
  });
  if (result.kind === "aborted") return { kind: "aborted", reason };
  // Nobody waits for a follow-up: no sentence of ours takes its place.
  if (isWithoutAnswer(result) && (turn.followUp !== null || mayWait(job, result))) return result;
  const reply = result.kind === "silent" ? withoutWords(result) : result.reply;
  log("info", "[JOB-RUNNER] Orchestrator complete", {
    jobId: job.id,
    elapsed: elapsedSince(startedAt),
    replyLength: reply.parts.map(readablePart).join("").length,
    hasHandover: reply.handover !== null,
    provider: reply.provider ?? "none",
  });
  return { kind: "draft", draft: { reply, ...seen } };
}

type WithoutAnswer = Extract<Orchestration, { kind: "unavailable" | "not_asked" }>;

function isWithoutAnswer(result: Orchestration): result is WithoutAnswer {
  return result.kind === "unavailable" || result.kind === "not_asked";
}

/** Nothing is to be said, and a person is to look at it. */
function withoutWords({ handover, turnId }: Extract<Orchestration, { kind: "silent" }>): Reply {
  return { parts: [], handover, provider: null, model: null, turnId };
}

/** A customer is not left without any answer: neither for many failures nor behind open circuits for long. */
function mayWait(job: ClaimedJob, { kind }: WithoutAnswer): boolean {
  const { AI_GIVE_UP_SECONDS, AI_MAX_ATTEMPTS } = env();
  if (job.ageSeconds >= AI_GIVE_UP_SECONDS) return false;
  return kind === "not_asked" || job.attempts < AI_MAX_ATTEMPTS;
}
