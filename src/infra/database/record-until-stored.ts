import { setTimeout as sleep } from "node:timers/promises";
import { log } from "@/lib/logger";
import { readDatabaseError } from "./database-error";

const PAUSE_MS = 250;
const PAUSE_MAX_MS = 5_000;
const GIVE_UP_MS = 300_000;

/**
 * Writes a fact that exists nowhere else yet, such as the answer of Meta or of an AI, and does not let a database that is away for a
 * while lose it. The write must bear being repeated: its first try may have been stored although the connection broke.
 * @throws after five minutes, or at once when the database answers and refuses; the receipt then tells the fact.
 */
export async function recordUntilStored<T>(write: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
    try {
      return await write();
    } catch (error) {
      const found = readDatabaseError(error);
      if (found?.kind !== "unavailable" || performance.now() - startedAt > GIVE_UP_MS) throw error;
      log("warn", "[JOB-RUNNER] Database away, keeping the outcome to write it later", {
        error: found.message,
      });
      await sleep(pauseMs);
    }
  }
}
