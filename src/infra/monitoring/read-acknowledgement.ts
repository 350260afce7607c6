import { metrics } from "./metrics";

export interface Acknowledgement {
  count: number;
  p50Ms: number;
  p99Ms: number;
}

/** Meta wants the median and 99 of 100 below it (Meta, webhooks/overview). */
export const ACK_MAX_MS = 250;

/** What was no webhook of Meta's says nothing of how fast Meta was answered. */
const METAS = ["accepted", "failed", "unavailable"];

/**
 * How fast this process has answered Meta's webhooks since it started, as far as the buckets of its histogram tell: within one
 * they are taken to be spread evenly, as Prometheus does it. Null: it has had none.
 */
export async function readAcknowledgement(): Promise<Acknowledgement | null> {
  const { values } = await metrics().webhookAck.get();
  const buckets = new Map<number, number>();
  for (const { metricName, labels, value } of values) {
    if (!metricName?.endsWith("_bucket") || !METAS.includes(String(labels.outcome))) continue;
    const { le } = labels as { le?: number | string };
    const upTo = le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le);
    buckets.set(upTo, (buckets.get(upTo) ?? 0) + value);
  }
  const count = buckets.get(Number.POSITIVE_INFINITY) ?? 0;
  if (count === 0) return null;
  const counted = [...buckets].toSorted(([a], [b]) => a - b);
  return { count, p50Ms: quantile(counted, count * 0.5), p99Ms: quantile(counted, count * 0.99) };
}

function quantile(counted: [seconds: number, count: number][], rank: number): number {
  let [below, countBelow] = [0, 0];
  for (const [seconds, count] of counted) {
    if (count >= rank) {
      if (seconds === Number.POSITIVE_INFINITY) break;
      const share = count === countBelow ? 1 : (rank - countBelow) / (count - countBelow);
      return Math.round((below + (seconds - below) * share) * 1_000);
    }
    [below, countBelow] = [seconds, count];
  }
  return Math.round(below * 1_000);
}
