// The runner: claims due jobs and works them until none is left or its time is up. The same code runs after a webhook,
// under the cron, on the job route and in the worker; any number may run beside each other.

import { claimJobs } from "@/domain/outbound";
import { requireSchema } from "@/domain/schema";
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
  /** Whether nobody wants to know what was worked: a run that may never end must not remember it all. */
  isForgetful?: boolean;
  /** How long, in milliseconds, a run that has nothing else to do waits for a retry of its own to fall due. */
  lingerMs?: number;
}

/**
 * Works the queue until it has nothing due. @throws when the database is away, and DB_MISMATCH while its schema is not the
 * one this code relies on; claimed jobs are rescued later.
 */
export async function runOutbound(options: RunOptions = {}): Promise<WorkedJob[]> {
  const { stop, timeLimitMs, wake = new Wake(), graceMs = env().SHUTDOWN_GRACE_MS } = options;
  const crew = new Crew(options.isForgetful);
  const end = () => {
    crew.isEnding = true;
    wake.call();
  };
  if (stop?.aborted) end();
  stop?.addEventListener("abort", end);
  const atEnd = timeLimitMs === undefined ? undefined : setTimeout(end, timeLimitMs);
  try {
    await claimWhileDue(crew, wake, options);
  } finally {
    // Also when a claim has failed: the jobs in hand are this run's until they have ended.
    const handBack = setTimeout(() => crew.held.handBack(), graceMs);
    await Promise.all(crew.working);
    for (const timer of [handBack, atEnd]) clearTimeout(timer);
    stop?.removeEventListener("abort", end);
    crew.disband();
  }
  if (crew.failures.length > 0) throw crew.failures[0];
  return crew.worked;
}

async function claimWhileDue(crew: Crew, wake: Wake, { lingerMs = 0 }: RunOptions): Promise<void> {
  const { RUNNER_BATCH, RUNNER_CONCURRENCY } = env();
  while (crew.failures.length === 0 && !crew.isEnding) {
    wake.take();
    await requireSchema();
    const meta = circuit("meta").status();
    const isClosed = meta.state === "closed";
    const free = isClosed ? Math.min(RUNNER_BATCH, RUNNER_CONCURRENCY - crew.size) : probes(meta, crew);
    faultPoint("claim.before");
    const claims = free > 0 ? await claimJobs(free) : [];
    if (claims.length > 0) log("info", `[JOB-RUNNER] Processing ${claims.length} job(s)`);
    for (const claim of claims) crew.start(claim.job, () => workJob(claim, crew.held));
    if (meta.retryInMs > 0) crew.lookAgainIn(meta.retryInMs);
    if (crew.size === 0 && crew.nextRetryAt > performance.now() + lingerMs) break;
    // A full claim may have left more. Else there is something new after a kick, when a finished job has freed its
    // conversation for the next one, or when a retry falls due.
    const mayBeMore = free > 0 && claims.length === free && crew.size < RUNNER_CONCURRENCY;
    if (!mayBeMore) await Promise.race([...crew.working, wake.wait(), crew.nextRetry()]);
  }
}

/** While Meta's circuit is open nothing is claimed; then one job at a time tries whether Meta is back. */
function probes({ retryInMs }: CircuitStatus, crew: Crew): number {
  return retryInMs > 0 || crew.size > 0 ? 0 : 1;
}
