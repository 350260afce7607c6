import { setTimeout as sleep } from "node:timers/promises";
import { shutdown } from "@/domain/runner";
import { endMonitoring } from "@/infra/monitoring/start-monitoring";
import { env } from "@/lib/env";
import { log } from "@/lib/logger";

/**
 * On SIGTERM readiness turns red first and requests are still answered for SHUTDOWN_DELAY_MS, so that the load balancer
 * has looked away before the socket closes (Kubernetes, pod termination). Next.js would close it at once: its handlers,
 * which finish the open requests and end the process, are put off. A second signal does not wait.
 */
export function delayShutdown(): void {
  const theirs = process.listeners("SIGTERM");
  const stopping = shutdown();
  const { NODE_ENV, SHUTDOWN_DELAY_MS } = env();
  if (NODE_ENV !== "production" || theirs.length === 0) return;
  for (const listener of theirs) process.off("SIGTERM", listener);
  const second = new AbortController();
  process.once("SIGTERM", async () => {
    stopping.abort();
    log("info", "[SHUTDOWN] Not ready any more, still answering", { delay: `${SHUTDOWN_DELAY_MS}ms` });
    process.once("SIGTERM", () => second.abort());
    await sleep(SHUTDOWN_DELAY_MS, undefined, { signal: second.signal }).catch(() => undefined); // Ended by the signal.
    await endMonitoring();
    for (const listener of theirs) listener("SIGTERM");
  });
}
