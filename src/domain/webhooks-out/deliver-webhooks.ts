import { requireSchema } from "@/domain/schema";
import { claimEvents, type EventClaim } from "./claim-events";
import { DELIVERY_TIMEOUT_MS, type DeliveryOutcome, deliverOne } from "./deliver-one";
import { handBack } from "./settle-events";

export interface DeliverOptions {
  /** Nothing is begun after this signal. */
  stop?: AbortSignal;
  /** Nothing is begun after this many milliseconds. */
  timeLimitMs?: number;
}

const CONCURRENCY = 8;
const PER_ENDPOINT = 4;
/** What a lease is longer than the attempt it is for: nobody else begins while one might still be under way. */
const LEASE_MARGIN_MS = 45_000;

/**
 * Tells endpoints of what is due until nothing is. Any number of processes may do so beside each other. It has no part in any
 * reply: it holds no lock while it waits, and a customer's answer is in another table with other runners.
 * @throws when the database is away, and DB_MISMATCH while its schema is not the one this code relies on.
 */
export async function deliverWebhooks(options: DeliverOptions = {}) {
  const { stop, timeLimitMs = Number.POSITIVE_INFINITY } = options;
  const until = performance.now() + timeLimitMs;
  const counts: Partial<Record<DeliveryOutcome, number>> = {};
  const failures: unknown[] = [];
  const inHand = new Map<Promise<void>, string>();
  const isOver = () => Boolean(stop?.aborted) || performance.now() >= until || failures.length > 0;
  while (!isOver()) {
    await requireSchema();
    const claims = await claimNext([...inHand.values()]);
    for (const claim of claims) {
      if (isOver()) {
        await handBack(claim);
        continue;
      }
      const delivery = deliverOne(claim)
        .then((outcome) => {
          counts[outcome] = (counts[outcome] ?? 0) + 1;
        })
        .catch((error: unknown) => void failures.push(error))
        .finally(() => inHand.delete(delivery));
      inHand.set(delivery, claim.endpointId);
    }
    if (inHand.size === 0) break;
    if (claims.length === 0 || inHand.size >= CONCURRENCY) await Promise.race(inHand.keys());
  }
  await Promise.all(inHand.keys());
  if (failures.length > 0) throw failures[0];
  return counts;
}

function claimNext(endpointsInHand: string[]): Promise<EventClaim[]> {
  const free = CONCURRENCY - endpointsInHand.length;
  if (free <= 0) return Promise.resolve([]);
  return claimEvents({
    limit: free,
    leaseMs: DELIVERY_TIMEOUT_MS + LEASE_MARGIN_MS,
    perEndpoint: PER_ENDPOINT,
    busyEndpoints: endpointsInHand.filter(
      (id) => endpointsInHand.filter((other) => other === id).length >= PER_ENDPOINT,
    ),
  });
}
