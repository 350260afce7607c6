import { logFailure } from "@/infra/database/log-failure";
import { faultPoint } from "@/lib/fault-point";
import { oncePerProcess } from "@/lib/once-per-process";
import { type RunOptions, runOutbound } from "./run-outbound";
import { shutdown } from "./shutdown";
import { Wake } from "./wake";

type KickOptions = Pick<RunOptions, "timeLimitMs" | "graceMs">;

interface Kicked {
  wake: Wake;
  running: Promise<void> | null;
}

/** Retries that fall due within this time need not wait for the cron's next minute. */
const LINGER_MS = 60_000;

/**
 * Wakes this process's runner, at most one at a time: a kick that comes while it runs makes it look again. A kick is
 * only about latency. When it fails, or the process dies, the job is still there and the cron takes it.
 * @returns when the runner has nothing left to do.
 */
export function kickRunner(options: KickOptions = {}): Promise<void> {
  const kicked = oncePerProcess<Kicked>("kicked-runner", () => ({ wake: new Wake(), running: null }));
  faultPoint("ingest.answered");
  kicked.wake.call();
  kicked.running ??= runWhileKicked(kicked, options);
  return kicked.running;
}

async function runWhileKicked(kicked: Kicked, options: KickOptions): Promise<void> {
  try {
    const { wake } = kicked;
    const stop = shutdown().signal;
    while (!stop.aborted && wake.take())
      await runOutbound({ ...options, wake, stop, lingerMs: LINGER_MS, isForgetful: true });
  } catch (error) {
    logFailure("[JOB-RUNNER] Run ended early; the cron will take over", error);
  } finally {
    // In the same turn as the last look at the wake: a kick after this starts a new run.
    kicked.running = null;
  }
}
