// A long-running runner for hosts that are not serverless. Any number may run beside each other and beside the cron.
// Usage: npm run worker        SIGTERM or Ctrl-C: takes no new job, finishes those in hand within SHUTDOWN_GRACE_MS, hands
// back those that are still being thought about, ends.

import { setTimeout as sleep } from "node:timers/promises";
import { startUp } from "@/domain/health";
import { maintainQueue, recordCronRun } from "@/domain/maintenance";
import { downloadPendingMedia } from "@/domain/media";
import { runOutbound, shutdown } from "@/domain/runner";
import { syncStaleTemplates } from "@/domain/templates";
import { deliverWebhooks } from "@/domain/webhooks-out";
import { logFailure } from "@/infra/database/log-failure";
import { endMonitoring, startMonitoring } from "@/infra/monitoring/start-monitoring";
import { log } from "@/lib/logger";
import { type ExitCode, runWithDatabase } from "./local/run-command";

const IDLE_MS = 250; // A webhook's own kick is faster; this is how long a retry or a foreign job may wait.
const MEDIA_IDLE_MS = 1_000;
const WEBHOOKS_IDLE_MS = 1_000;
const MAINTENANCE_MS = 15_000;
const TEMPLATES_MS = 60_000;
const TROUBLE_MS = 2_000;

await runWithDatabase(async () => {
  await startMonitoring();
  const stopping = shutdown();
  if (!(await startUp())) return await end(1);
  log("info", "[WORKER] Started");
  await Promise.all([
    repeat(() => runOutbound({ stop: stopping.signal, isForgetful: true }), IDLE_MS, stopping.signal),
    repeat(() => downloadPendingMedia({ stop: stopping.signal }), MEDIA_IDLE_MS, stopping.signal),
    repeat(() => deliverWebhooks({ stop: stopping.signal }), WEBHOOKS_IDLE_MS, stopping.signal),
    repeat(() => recordCronRun("worker", maintainQueue), MAINTENANCE_MS, stopping.signal),
    repeat(() => syncStaleTemplates({ stop: stopping.signal }), TEMPLATES_MS, stopping.signal),
  ]);
  log("info", "[WORKER] Stopped");
  return await end(0);
});

async function end(exitCode: ExitCode): Promise<ExitCode> {
  await endMonitoring();
  return exitCode;
}

/** Does the work again and again. Trouble, such as a database that is away, is told and waited out. */
async function repeat(work: () => Promise<unknown>, pauseMs: number, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    let waitMs = pauseMs;
    try {
      await work();
    } catch (error) {
      logFailure("[WORKER] Trouble, trying again", error);
      waitMs = Math.max(pauseMs, TROUBLE_MS);
    }
    // Ended by the signal: sleep then throws, which is what it is for here.
    await sleep(waitMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
