import type { ClaimedJob } from "@/domain/outbound";
import { HeldJobs } from "./held-jobs";
import type { WorkedJob } from "./work-job";

/** The database's clock decides when a job is due, and timers fire early by a fraction. */
const RETRY_SLACK_MS = 50;

/** The jobs in hand and what has become of the others. */
export class Crew {
  readonly #isForgetful: boolean;
  readonly held = new HeldJobs();
  readonly working = new Set<Promise<void>>();
  readonly worked: WorkedJob[] = [];
  readonly failures: unknown[] = [];
  /** Whether no more jobs are to be claimed. */
  isEnding = false;
  /** When the next retry of a job of this run falls due, by the monotonic clock; infinite when there is none. */
  nextRetryAt = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(isForgetful = false) {
    this.#isForgetful = isForgetful;
  }

  get size(): number {
    return this.working.size;
  }

  start(job: ClaimedJob, work: () => Promise<WorkedJob>): void {
    this.held.add(job);
    const working = work()
      .then((result) => this.#finish(result))
      .catch((error: unknown) => void this.failures.push(error))
      .finally(() => {
        this.held.delete(job);
        this.working.delete(working);
      });
    this.working.add(working);
  }

  /** Resolves when the next retry falls due. */
  nextRetry(): Promise<void> {
    const waitMs = this.nextRetryAt - performance.now();
    if (!Number.isFinite(waitMs)) return new Promise(() => undefined);
    return new Promise((resolve) => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.nextRetryAt = Number.POSITIVE_INFINITY;
        resolve();
      }, waitMs);
    });
  }

  /** Makes the run look for jobs again after so many milliseconds. */
  lookAgainIn(ms: number): void {
    this.nextRetryAt = Math.min(this.nextRetryAt, performance.now() + ms + RETRY_SLACK_MS);
  }

  disband(): void {
    clearTimeout(this.#timer);
  }

  #finish(result: WorkedJob): void {
    if (!this.#isForgetful) this.worked.push(result);
    if (result.retryInMs === undefined) return;
    this.lookAgainIn(result.retryInMs);
  }
}
