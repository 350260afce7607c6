import type { SendOutcome } from "@/infra/whatsapp/send-message";
import type { ClaimEnd, ClaimedJob } from "./outbound-job";

const DELAY_MAX_MS = 600_000;

export interface RetryLimits {
  attemptsMax: number;
  baseMs: number;
}

type Refused = Extract<SendOutcome, { kind: "refused" }>;

/**
 * The pause before attempt `attempts + 1`: doubling from `baseMs`, at most ten minutes, with up to a quarter taken off
 * at random so that jobs that failed together do not come back together.
 */
export function retryDelayMs(attempts: number, baseMs: number, random = Math.random()): number {
  const full = Math.min(baseMs * 2 ** (attempts - 1), DELAY_MAX_MS);
  return Math.round(full * (1 - random / 4));
}

/** What a refusal means for the job. Only what can get better by itself is tried again, and only so often. */
export function decideAfterRefusal(
  job: Pick<ClaimedJob, "attempts">,
  refused: Refused,
  limits: RetryLimits,
): ClaimEnd {
  const { code, message: error } = refused;
  if (refused.class === "window") return { to: "failed", code: "WINDOW_CLOSED", error };
  if (!isPassing(refused.class)) return { to: "failed", code, error };
  if (job.attempts >= limits.attemptsMax) {
    return { to: "failed", code, error: `${error} (after ${job.attempts} attempts)` };
  }
  const asked = Math.min(refused.retryAfterMs ?? 0, DELAY_MAX_MS);
  const delayMs = Math.max(retryDelayMs(job.attempts, limits.baseMs), asked, pairDelayMs(job, refused));
  return { to: "queued", delayMs, code, error, countAttempt: true };
}

function isPassing(errorClass: Refused["class"]): boolean {
  return ["transient", "pair_rate", "number_rate", "app_rate"].includes(errorClass);
}

/** Meta asks for 4^X seconds, X = 0, 1, 2 …, after too many messages to one customer (Meta, about-the-platform). */
function pairDelayMs(job: Pick<ClaimedJob, "attempts">, refused: Refused): number {
  return refused.class === "pair_rate" ? Math.min(4 ** (job.attempts - 1) * 1000, DELAY_MAX_MS) : 0;
}
