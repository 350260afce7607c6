import { setTimeout as sleep } from "node:timers/promises";
import { logFailure } from "@/infra/database/log-failure";
import { oncePerProcess } from "@/lib/once-per-process";
import { type DownloadOptions, downloadPendingMedia } from "./download-pending-media";

interface Kicked {
  isDue: boolean;
  running: Promise<void> | null;
}

/** Replies first: a webhook's runner has claimed and asked by then. Also how seldom a process looks under load. */
const DELAY_MS = 300;

/**
 * Makes this process download what is due, in one run at a time; a kick that comes while it runs makes it look again. Like
 * the runner's kick it is only about latency: when it fails, or the process dies, the cron looks again.
 * @returns when nothing is due any more. Never throws.
 */
export function kickMedia(options: DownloadOptions = {}): Promise<void> {
  const kicked = oncePerProcess<Kicked>("kicked-media", () => ({ isDue: false, running: null }));
  kicked.isDue = true;
  kicked.running ??= downloadWhileKicked(kicked, options);
  return kicked.running;
}

async function downloadWhileKicked(kicked: Kicked, options: DownloadOptions): Promise<void> {
  try {
    while (kicked.isDue && !options.stop?.aborted) {
      await sleep(DELAY_MS);
      kicked.isDue = false;
      await downloadPendingMedia(options);
    }
  } catch (error) {
    logFailure("[MEDIA] Downloads ended early; the cron will take over", error);
  } finally {
    // In the same turn as the last look: a kick after this starts a new run.
    kicked.running = null;
  }
}
