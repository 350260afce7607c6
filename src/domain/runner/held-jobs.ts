// The jobs this process has in hand. While the AI thinks, one statement a second keeps all their leases alive and
// notices what makes a reply pointless: the customer wrote again, a person took over, the lease is gone.

import type { AbortReason } from "@/domain/orchestrator";
import { type ClaimedJob, extendLeases, type LeaseState } from "@/domain/outbound";
import { describeError } from "@/lib/errors";
import { faultPoint } from "@/lib/fault-point";
import { log } from "@/lib/logger";

const LOOK_EVERY_MS = 1_000;

interface Thinking {
  /** Null: newer messages of the customer do not matter any more. */
  seenCount: number | null;
  abort: AbortController;
}

interface Held {
  job: ClaimedJob;
  thinking: Thinking | null;
}

export class HeldJobs {
  readonly #held = new Map<number, Held>();
  #isHandingBack = false;
  #timer: NodeJS.Timeout | undefined;

  get size(): number {
    return this.#held.size;
  }

  add(job: ClaimedJob): void {
    this.#held.set(job.id, { job, thinking: null });
    this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  delete(job: ClaimedJob): void {
    this.#held.delete(job.id);
    if (this.#held.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Runs work whose result is only of use as long as the conversation stays as it was. Its signal says when it has not,
   * with an AbortReason.
   */
  async whileCurrent<T>(
    job: ClaimedJob,
    seenCount: number | null,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const held = this.#held.get(job.id);
    const abort = new AbortController();
    if (held) held.thinking = { seenCount, abort };
    if (this.#isHandingBack) abort.abort("handed_back" satisfies AbortReason);
    try {
      return await work(abort.signal);
    } finally {
      if (held) held.thinking = null;
    }
  }

  /** Ends all thinking, now and from now on: what is not being sent is for another runner. */
  handBack(): void {
    this.#isHandingBack = true;
    faultPoint("hand_back.before");
    for (const { thinking } of this.#held.values())
      thinking?.abort.abort("handed_back" satisfies AbortReason);
  }

  async #look(): Promise<void> {
    const held = [...this.#held.values()];
    if (held.length === 0) return;
    faultPoint("lease.extending");
    try {
      const states = new Map(
        (await extendLeases(held.map(({ job }) => job))).map((state) => [state.jobId, state]),
      );
      for (const { job, thinking } of held) {
        const reason = thinking && abortReason(thinking, states.get(job.id));
        if (reason) thinking.abort.abort(reason);
      }
    } catch (error) {
      // The next look tries again; if the database stays away, the leases run out, which is what leases are for.
      log("warn", "[JOB-RUNNER] Could not extend leases", {
        error: describeError(error),
        count: held.length,
      });
    }
  }
}

function abortReason({ seenCount }: Thinking, state: LeaseState | undefined): AbortReason | undefined {
  if (!state) return "lost";
  if (state.isTakenOver) return "moved_on";
  return seenCount !== null && state.inboundCount !== seenCount ? "moved_on" : undefined;
}
