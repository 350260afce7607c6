import type { SettingsStore } from "../settings";
import { GraphRefusal } from "./graph-error";

const FIRST_SWEEP_SIZE = 100_000;
const SECOND_MS = 1000;

/** The times of the newest messages of one business number, as many as the limit allows a second. */
interface RecentTimes {
  times: Float64Array;
  next: number;
}

/**
 * The two limits of Meta that hold without anybody configuring them: throughput of a business number over a sliding
 * second (130429), and the pair rate as a token bucket, one token every six seconds, 45 of them (131056). Constant time
 * per message.
 */
export class RateLimits {
  readonly #settings: SettingsStore;
  readonly #recent = new Map<string, RecentTimes>();
  /** By number and customer: unix ms at which the bucket is full again. */
  readonly #pairFullAt = new Map<string, number>();
  #sweepSize = FIRST_SWEEP_SIZE;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  /** Counts an inbound message: it uses up throughput of its number, but is never refused. */
  countInbound(phoneNumberId: string): void {
    const { numberPerSecond } = this.#settings.current.rateLimits;
    if (numberPerSecond !== null) this.#push(this.#timesOf(phoneNumberId, numberPerSecond), Date.now());
  }

  /** Counts a send; throws GraphRefusal, and counts nothing, when one of the limits is reached. */
  take(phoneNumberId: string, customerId: string): void {
    const now = Date.now();
    const { numberPerSecond, pairBurst, pairIntervalMs } = this.#settings.current.rateLimits;
    const recent = numberPerSecond === null ? undefined : this.#timesOf(phoneNumberId, numberPerSecond);
    if (recent && now - (recent.times[recent.next] ?? 0) < SECOND_MS) {
      throw new GraphRefusal(130429, "Cloud API message throughput has been reached.");
    }
    if (pairBurst !== null)
      this.#takeFromPair(`${phoneNumberId} ${customerId}`, now, pairBurst * pairIntervalMs);
    if (recent) this.#push(recent, now);
  }

  clear(): void {
    this.#recent.clear();
    this.#pairFullAt.clear();
  }

  #takeFromPair(pair: string, now: number, bucketMs: number): void {
    const fullAt =
      Math.max(this.#pairFullAt.get(pair) ?? 0, now) + this.#settings.current.rateLimits.pairIntervalMs;
    if (fullAt - now > bucketMs) {
      const details =
        "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.";
      throw new GraphRefusal(131056, details);
    }
    this.#pairFullAt.set(pair, fullAt);
    if (this.#pairFullAt.size > this.#sweepSize) this.#sweep(now);
  }

  /** Full buckets say nothing. The next sweep waits until the map has doubled, so sweeping stays cheap per send. */
  #sweep(now: number): void {
    for (const [pair, fullAt] of this.#pairFullAt) {
      if (fullAt <= now) this.#pairFullAt.delete(pair);
    }
    this.#sweepSize = Math.max(FIRST_SWEEP_SIZE, this.#pairFullAt.size * 2);
  }

  #timesOf(phoneNumberId: string, limit: number): RecentTimes {
    const known = this.#recent.get(phoneNumberId);
    if (known?.times.length === limit) return known;
    const recent = { times: new Float64Array(limit), next: 0 };
    this.#recent.set(phoneNumberId, recent);
    return recent;
  }

  #push(recent: RecentTimes, now: number): void {
    recent.times[recent.next] = now;
    recent.next = (recent.next + 1) % recent.times.length;
  }
}
