import { countDueJobs, kickRunner } from "@/domain/runner";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { elapsedSince, log } from "@/lib/logger";

const RUNNERS_MAX = 4;
const RUNNER_WAIT_MS = 290_000; // The job route ends before this.

/** How many runner invocations the backlog deserves: at least one, so that a job due in a moment has somebody. */
export async function countRunnersWanted(): Promise<number> {
  const due = await countDueJobs();
  return Math.min(RUNNERS_MAX, Math.max(1, Math.ceil(due / env().RUNNER_BATCH)));
}

/**
 * Calls the job route, each call an invocation of its own on a serverless host. Where the route cannot be reached (no
 * token, no APP_URL, a wall in front of the deployment) this process works the queue itself.
 */
export async function triggerRunners(count: number, requestId: string): Promise<void> {
  const calls = Array.from({ length: count }, () => callJobRoute(requestId));
  const answers = await Promise.all(calls);
  if (answers.some((isOk) => isOk)) return;
  log("warn", "[CRON] No runner could be triggered, working here", { requestId });
  await kickRunner();
}

async function callJobRoute(requestId: string): Promise<boolean> {
  const { APP_URL, PORT, JOB_RUNNER_TOKEN } = env();
  if (!JOB_RUNNER_TOKEN) return false;
  const startedAt = performance.now();
  try {
    const response = await fetch(`${APP_URL ?? `http://127.0.0.1:${PORT}`}/api/jobs/run-outbound`, {
      method: "POST",
      headers: { authorization: `Bearer ${JOB_RUNNER_TOKEN}`, "x-request-id": requestId },
      redirect: "error",
      signal: AbortSignal.timeout(RUNNER_WAIT_MS),
    });
    await response.arrayBuffer();
    const { status: statusCode, ok } = response;
    log("info", "[CRON] job runner response", { requestId, statusCode, elapsed: elapsedSince(startedAt) });
    return ok;
  } catch (error) {
    // Unreachable is an outcome here, not an exception: the caller has another way.
    log("warn", "[CRON] job runner unreachable", { requestId, error: describeError(error) });
    return false;
  }
}
