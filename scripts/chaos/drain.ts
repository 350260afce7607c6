// After the fire: waits, within bounds, until every message that was ever written has come to its end.

import { setTimeout as sleep } from "node:timers/promises";
import type { ControlClient } from "@/simulator";
import type { Database } from "./database";
import type { Load } from "./load";

const DRAIN_MAX_MS = 300_000;
const LOOK_EVERY_MS = 500;

/** Life goes on, a message a second: receipts of later sends are what tells an uncertain send's silence from an outage. */
const CALM_RATE = 1;

export interface Draining {
  database: Database;
  meta: ControlClient;
  load: Load;
  signal: AbortSignal;
}

/** @returns whether the queue became empty in time. */
export async function drain({ database, meta, load, signal }: Draining): Promise<boolean> {
  const deadline = performance.now() + DRAIN_MAX_MS;
  const isEmpty = async () => {
    const counts = await database.counts().catch(() => undefined);
    return counts !== undefined && counts.waiting + counts.uncertain === 0;
  };
  const isAllStored = async () => {
    const [{ jobs }, { pending }] = await Promise.all([database.counts(), meta.health()]);
    return jobs === load.written.length && pending === 0;
  };
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition())) {
      if (performance.now() > deadline || signal.aborted) return false;
      await sleep(LOOK_EVERY_MS);
    }
    return true;
  };

  const calm = new AbortController();
  signal.addEventListener("abort", () => calm.abort());
  const writing = load.write(CALM_RATE, { forMs: DRAIN_MAX_MS, signal: calm.signal });
  const hasBeenEmpty = await until(isEmpty);
  calm.abort();
  await writing;
  return hasBeenEmpty && (await until(async () => (await isAllStored()) && (await isEmpty())));
}
