// The runner: claims due jobs and works them until none is left or its time is up. The same code runs after a webhook,
// under the cron, on the job route and in the worker; any number may run beside each other.

import { claimJobs } from "@/domain/outbound";
import { env } from "@/lib/env";
import { log } from "@/lib/logger";
import { HeldJobs } from "./held-jobs";
import { Wake } from "./wake";
import { type WorkedJob, workJob } from "./work-job";

export interface RunOptions {
  /** No job is claimed after this signal; those in hand are finished. */
  stop?: AbortSignal;
  /** No job is claimed after this many milliseconds; a serverless host ends the process some time later. */
  timeLimitMs?: number;
  /** Makes a run that waits for the AI look for new jobs at once. */
  wake?: Wake;
}

/** Works the queue until it has nothing due. @throws when the database is away; claimed jobs are rescued later. */
export async function runOutbound(options: RunOptions = {}): Promise<WorkedJob[]> {
  const { stop, timeLimitMs = Number.POSITIVE_INFINITY, wake = new Wake() } = options;
  const { RUNNER_BATCH, RUNNER_CONCURRENCY } = env();
  const endsAt = performance.now() + timeLimitMs;
  const held = new HeldJobs();
  const working = new Set<Promise<void>>();
  const worked: WorkedJob[] = [];
  const failures: unknown[] = [];

  while (failures.length === 0 && !stop?.aborted && performance.now() < endsAt) {
    wake.take();
    const free = Math.min(RUNNER_BATCH, RUNNER_CONCURRENCY - working.size);
    const claims = await claimJobs(free);
    if (claims.length > 0)
      log("info", `[JOB-RUNNER] Processing ${claims.length} job(s)`, { count: claims.length });
    for (const claim of claims) {
      held.add(claim.job);
      const work = workJob(claim, held)
        .then((job) => void worked.push(job))
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          held.delete(claim.job);
          working.delete(work);
        });
      working.add(work);
    }
    if (working.size === 0) break;
    // A full claim may have left more. Else there is something new after a kick, or when a finished job has freed its
    // conversation for the next one.
    if (claims.length < free) await Promise.race([...working, wake.wait()]);
    else if (working.size >= RUNNER_CONCURRENCY) await Promise.race(working);
  }
  await Promise.all(working);
  if (failures.length > 0) throw failures[0];
  return worked;
}
