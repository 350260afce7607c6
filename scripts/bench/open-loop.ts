// Load that comes when it comes, whether or not what came before has been answered: a server that stalls makes everything wait that
// should have been sent in the meantime, and that counts (no coordinated omission).

import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "hdr-histogram-js";
import { describeError } from "@/lib/errors";

export interface OpenLoop {
  /** Requests a second. */
  rate: number;
  seconds: number;
  /** Sends one and resolves once it is answered as it should be. */
  send: (n: number) => Promise<void>;
}

/** Milliseconds, from when a request should have started to its answer. */
export interface OpenLoopResult {
  p50: number;
  p95: number;
  p99: number;
  max: number;
  sent: number;
  failed: number;
  /** What the first failure said. */
  failure?: string;
  /** Answered as they should be, a second, until the last answer. */
  achievedRate: number;
}

const MICROSECONDS = 1_000;

/** Sends `rate` requests a second for so long and waits for the last answer. */
export async function openLoop({ rate, seconds, send }: OpenLoop): Promise<OpenLoopResult> {
  const latencies = build({ lowestDiscernibleValue: 1, highestTrackableValue: 600_000_000 });
  const total = Math.round(rate * seconds);
  const open = new Set<Promise<void>>();
  let failed = 0;
  let failure: string | undefined;
  const startedAt = performance.now();

  async function one(n: number, dueAt: number): Promise<void> {
    try {
      await send(n);
      latencies.recordValue(Math.max(1, Math.round((performance.now() - dueAt) * MICROSECONDS)));
    } catch (error) {
      failed += 1;
      failure ??= describeError(error);
    }
  }

  for (let n = 0; n < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * rate) / 1_000) + 1);
    for (; n < due; n += 1) {
      const call = one(n, startedAt + (n * 1_000) / rate);
      open.add(call);
      void call.then(() => open.delete(call));
    }
    await sleep(1);
  }
  await Promise.all(open);
  const elapsed = (performance.now() - startedAt) / 1_000;
  const at = (percentile: number) => latencies.getValueAtPercentile(percentile) / MICROSECONDS;
  return {
    p50: at(50),
    p95: at(95),
    p99: at(99),
    max: latencies.maxValue / MICROSECONDS,
    sent: total,
    failed,
    ...(failure === undefined ? {} : { failure }),
    achievedRate: (total - failed) / elapsed,
  };
}
