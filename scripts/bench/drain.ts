// The queue alone, as a runner uses it: claims while jobs are ended, and the ends of many jobs in one statement. Of the work itself
// nothing is left.

import { type ClaimedJob, claimJobs, endClaim } from "@/domain/outbound";

export interface Drained {
  jobs: number;
  seconds: number;
  /** Jobs that came after a later one of their conversation, or twice; there should be none. */
  misplaced: number;
}

export interface Lanes {
  /** Jobs taken by one claim. */
  batch: number;
  /** Jobs in hand at once. */
  concurrency: number;
  /** Claims under way at once: runs of the runner beside each other in one process. */
  runs: number;
  /** In place of the work. */
  work?: () => Promise<void>;
}

/** What does best here. */
const bestLanes: Lanes = { batch: 250, concurrency: 1_000, runs: 2 };

/** Works all jobs that are due. */
export async function drain(lanes: Lanes = bestLanes): Promise<Drained> {
  const order = new Order();
  const startedAt = performance.now();
  const counts = await Promise.all(Array.from({ length: lanes.runs }, () => runOnce(lanes, order)));
  const jobs = counts.reduce((sum, count) => sum + count, 0);
  return { jobs, seconds: (performance.now() - startedAt) / 1_000, misplaced: order.misplaced };
}

/** As runOutbound does it. @returns how many jobs were ended. */
async function runOnce({ batch, concurrency, work }: Lanes, order: Order): Promise<number> {
  const working = new Set<Promise<void>>();
  let ended = 0;
  const start = async (job: ClaimedJob) => {
    await work?.();
    if ((await endClaim({ job, end: { to: "done" } })) === "ended") ended += 1;
  };
  for (;;) {
    const free = Math.min(batch, concurrency - working.size);
    const claims = free > 0 ? await claimJobs(free) : [];
    for (const { job } of claims) {
      order.note(job);
      const started: Promise<void> = start(job).finally(() => working.delete(started));
      working.add(started);
    }
    if (claims.length === 0 && working.size === 0) return ended;
    if (claims.length < free || free <= 0) await Promise.race(working);
  }
}

/** Whether each conversation's jobs are taken one after the other. */
class Order {
  readonly #latest = new Map<number, number>();
  misplaced = 0;

  note({ id, conversationId }: ClaimedJob): void {
    if (id <= (this.#latest.get(conversationId) ?? 0)) this.misplaced += 1;
    this.#latest.set(conversationId, id);
  }
}
