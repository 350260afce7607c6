import { setTimeout as sleep } from "node:timers/promises";
import { logFailure } from "@/infra/database/log-failure";
import { oncePerProcess } from "@/lib/once-per-process";
import { type DeliverOptions, deliverWebhooks } from "./deliver-webhooks";

interface Kicked {
  isDue: boolean;
  running: Promise<void> | null;
}

/** Replies first. Also how seldom a process looks under load. */
const DELAY_MS = 300;

/**
 * Makes this process tell endpoints what is due, in one run at a time; a kick that comes while it runs makes it look again. It
 * is only about latency: when it fails, or the process dies, the cron looks again. Never throws.
 */
export function kickWebhooks(options: DeliverOptions = {}): Promise<void> {
  const kicked = oncePerProcess<Kicked>("kicked-webhooks", () => ({ isDue: false, running: null }));
  kicked.isDue = true;
  kicked.running ??= deliverWhileKicked(kicked, options);
  return kicked.running;
}

async function deliverWhileKicked(kicked: Kicked, options: DeliverOptions): Promise<void> {
  try {
    while (kicked.isDue && !options.stop?.aborted) {
      await sleep(DELAY_MS);
      kicked.isDue = false;
      await deliverWebhooks(options);
    }
  } catch (error) {
    logFailure("[WEBHOOKS] Deliveries ended early; the cron will take over", error);
  } finally {
    // In the same turn as the last look: a kick after this starts a new run.
    kicked.running = null;
  }
}
