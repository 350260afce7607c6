// What Meta's refusal of a message means: for the job, for the customer and for the business number (Meta,
// support/error-codes). What only somebody else's haste or a wrong set-up has caused costs the job no attempt.

import { explainErrorClass } from "@/infra/whatsapp/error-class";
import type { SendOutcome } from "@/infra/whatsapp/send-message";
import { type ClaimEnd, type ClaimedJob, postponed } from "./outbound-job";

const DELAY_MAX_MS = 600_000;
const RETRY_AFTER_MAX_MS = 3_600_000;
/**
 * Meta knows of messages that open no window on its own side, rarely and not for long (Meta, messages/send-messages): one
 * more try after a while, although our window says that it is open.
 */
const WINDOW_RETRY_MS = 30_000;
/** A pause after Meta's spam warning (131048): it is about quality, and a minute changes nothing. */
const SPAM_PAUSE_MS = 3_600_000;

export interface RetryLimits {
  attemptsMax: number;
  baseMs: number;
}

export type Refused = Extract<SendOutcome, { kind: "refused" }>;

export interface AfterRefusal {
  end: ClaimEnd;
  /** What the business number has to do: pause for at least so long, or stop until somebody has acted. */
  number?:
    | { to: "pause"; atLeastMs: number; scope: "number" | "organization"; isForPerson: boolean }
    | { to: "stop" };
  isPairRefusal?: boolean;
}

/**
 * The pause before attempt `attempts + 1`: doubling from `baseMs`, at most ten minutes, with up to a quarter taken off
 * at random so that jobs that failed together do not come back together.
 */
export function retryDelayMs(attempts: number, baseMs: number, random = Math.random()): number {
  const full = Math.min(baseMs * 2 ** (attempts - 1), DELAY_MAX_MS);
  return Math.round(full * (1 - random / 4));
}

export interface Refusals {
  attempts: ClaimedJob["attempts"];
  /** Of this customer's messages for the pair rate, since the last that Meta took. */
  pairRefusals: number;
  /** Whether Meta has said of this very job before that the window has closed. */
  wasOutsideWindow: boolean;
}

/** What a refusal means for the job, the customer and the number. Only what can get better by itself is tried again. */
export function decideAfterRefusal(
  { attempts, pairRefusals, wasOutsideWindow }: Refusals,
  refused: Refused,
  limits: RetryLimits,
): AfterRefusal {
  const { code } = refused;
  const error = `${explainErrorClass(refused.class)} Meta: ${refused.message}`;
  const atLeastMs = Math.min(refused.retryAfterMs ?? 0, RETRY_AFTER_MAX_MS);
  switch (refused.class) {
    case "credentials":
    case "policy":
      return { end: postponed(code, error, atLeastMs), number: { to: "stop" } };
    case "pair_rate": {
      // Meta asks for 4^X seconds, X = 0, 1, 2 … (Meta, about-the-platform).
      const delayMs = Math.max(Math.min(4 ** pairRefusals * 1000, DELAY_MAX_MS), atLeastMs);
      return { end: postponed(code, error, delayMs), isPairRefusal: true };
    }
    case "number_rate":
      return pause("number", atLeastMs);
    case "app_rate":
      return pause("organization", atLeastMs);
    case "spam":
      return pause("number", Math.max(SPAM_PAUSE_MS, atLeastMs));
    case "circuit_open":
      return { end: postponed(code, error, atLeastMs) };
    case "transient":
    case "doubtful":
      return {
        end: tryAgain(refused.class === "doubtful" ? Math.min(2, limits.attemptsMax) : limits.attemptsMax),
      };
    case "window": {
      if (wasOutsideWindow || attempts >= limits.attemptsMax)
        return { end: { to: "failed", code: "WINDOW_CLOSED", error } };
      const delayMs = Math.max(WINDOW_RETRY_MS, atLeastMs);
      return { end: { to: "queued", delayMs, code, error, countAttempt: true } };
    }
    case "permanent":
    case "recipient":
    case "template":
      return { end: { to: "failed", code, error } };
  }

  function pause(scope: "number" | "organization", atLeastMs: number): AfterRefusal {
    const isForPerson = refused.class === "spam";
    return { end: postponed(code, error, atLeastMs), number: { to: "pause", atLeastMs, scope, isForPerson } };
  }

  function tryAgain(attemptsMax: number): ClaimEnd {
    if (attempts >= attemptsMax)
      return { to: "failed", code, error: `${error} (after ${attempts} attempts)` };
    const delayMs = Math.max(retryDelayMs(attempts, limits.baseMs), atLeastMs);
    return { to: "queued", delayMs, code, error, countAttempt: true };
  }
}
