// The queue alone, as a runner uses it: claims while jobs are ended, and the ends of many jobs in one statement. Of the work itself
// nothing is left.

import { claimJobs, endClaim } from "@/domain/outbound";

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
  /** In place of the work. */
  work?: () => Promise<void>;
}

/** What does best here; see docs/BENCHMARKS.md. */
export const best: Lanes = { batch: 250, concurrency: 1_000 };

/** Works all jobs that are due. */
export async function drain({ batch, concurrency, work }: Lanes = best): Promise<Drained> {
  const latest = new Map<number, number>();
  const working = new Set<Promise<void>>();
  let [jobs, misplaced] = [0, 0];
  const startedAt = performance.now();
  for (;;) {
    const free = Math.min(batch, concurrency - working.size);
    const claims = free > 0 ? await claimJobs(free) : [];
    for (const { job } of claims) {
      if (job.id <= (latest.get(job.conversationId) ?? 0)) misplaced += 1;
      latest.set(job.conversationId, job.id);
      const working1 = (work?.() ?? Promise.resolve())
        .then(() => endClaim({ job, end: { to: "done" } }))
        .then((result) => {
          if (result === "ended") jobs += 1;
          working.delete(working1);
        });
      working.add(working1);
    }
    if (claims.length === 0 && working.size === 0) break;
    if (claims.length < free || free <= 0) await Promise.race(working);
  }
  return { jobs, seconds: (performance.now() - startedAt) / 1_000, misplaced };
}
