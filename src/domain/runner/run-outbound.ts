// The runner: claims due jobs and works them until none is left or its time is up. The same code runs after a webhook,
// under the cron, on the job route and in the worker; any number may run beside each other.

import { claimJobs } from "@/domain/outbound";
import { type CircuitStatus, circuit } from "@/infra/circuit/circuit";
import { env } from "@/lib/env";
import { faultPoint } from "@/lib/fault-point";
import { log } from "@/lib/logger";
import { Crew } from "./crew";
import { Wake } from "./wake";
import { type WorkedJob, workJob } from "./work-job";

export interface RunOptions {
  /** No job is claimed after this signal. */
  stop?: AbortSignal;
  /** No job is claimed after this many milliseconds; a serverless host ends the process some time later. */
  timeLimitMs?: number;
  /** How long, in milliseconds, jobs in hand may go on after that; those still thinking then are handed back. */
  graceMs?: number;
  /** Makes a run that waits look for new jobs at once. */
  wake?: Wake;
  /** How long, in milliseconds, a run that has nothing else to do waits for a retry of its own to fall due. */
  lingerMs?: number;
}

/** Works the queue until it has nothing due. @throws when the database is away; claimed jobs are rescued later. */
export async function runOutbound(options: RunOptions = {}): Promise<WorkedJob[]> {
  const { stop, timeLimitMs = Number.POSITIVE_INFINITY, wake = new Wake(), lingerMs = 0 } = options;
  const { graceMs = env().SHUTDOWN_GRACE_MS } = options;
  const { RUNNER_BATCH, RUNNER_CONCURRENCY } = env();
  const endsAt = performance.now() + timeLimitMs;
  const crew = new Crew();
  stop?.addEventListener("abort", () => wake.call());
  const atEnd = Number.isFinite(timeLimitMs) ? setTimeout(() => wake.call(), timeLimitMs) : undefined;

  while (crew.failures.length === 0 && !stop?.aborted && performance.now() < endsAt) {
    wake.take();
    const meta = circuit("meta").status();
    const free =
      meta.state === "closed" ? Math.min(RUNNER_BATCH, RUNNER_CONCURRENCY - crew.size) : probes(meta, crew);
    faultPoint("claim.before");
    const claims = free > 0 ? await claimJobs(free) : [];
    if (claims.length > 0) log("info", `[JOB-RUNNER] Processing ${claims.length} job(s)`);
    for (const claim of claims) crew.start(claim.job, () => workJob(claim, crew.held));
    const lastRetry = Math.min(endsAt, performance.now() + lingerMs);
    if (meta.retryInMs > 0) crew.lookAgainIn(meta.retryInMs);
    if (crew.size === 0 && crew.nextRetryAt > lastRetry) break;
    // A full claim may have left more. Else there is something new after a kick, when a finished job has freed its
    // conversation for the next one, or when a retry falls due.
    const mayBeMore = free > 0 && claims.length === free && crew.size < RUNNER_CONCURRENCY;
    if (!mayBeMore) await Promise.race([...crew.working, wake.wait(), crew.nextRetry()]);
  }
  const handBack = setTimeout(() => crew.held.handBack(), graceMs);
  await Promise.all(crew.working);
  for (const timer of [handBack, atEnd]) clearTimeout(timer);
  crew.disband();
  if (crew.failures.length > 0) throw crew.failures[0];
  return crew.worked;
}

/** While Meta's circuit is open nothing is claimed; then one job at a time tries whether Meta is back. */
function probes({ retryInMs }: CircuitStatus, crew: Crew): number {
  return retryInMs > 0 || crew.size > 0 ? 0 : 1;
}
