import { countErrors } from "./count-errors";
import { flushSentry, startSentry } from "./sentry";

/** The first thing a process does, before anything can go wrong: counts its errors and, with SENTRY_DSN, reports them. */
export async function startMonitoring(): Promise<void> {
  countErrors();
  await startSentry();
}

/** The last thing: what was reported gets a moment to leave. */
export async function endMonitoring(timeoutMs = 2_000): Promise<void> {
  await flushSentry(timeoutMs);
}
