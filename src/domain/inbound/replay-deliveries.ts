import { logFailure } from "@/infra/database/log-failure";
import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { faultPoint } from "@/lib/fault-point";
import { log } from "@/lib/logger";
import { parseBody } from "./receive-webhook";
import { type StoredDelivery, storeDelivery } from "./store-delivery";

const BATCH_MAX = 50;

interface StoredRow {
  id: string;
  requestId: string;
  rawBody: Buffer;
}

const columns = `d.id, d.request_id AS "requestId", d.raw_body AS "rawBody"`;

/** Parked ones whenever their turn comes; unrouted ones once, after a number has been added. */
const waiting = {
  name: "waiting_deliveries",
  text: `
  SELECT ${columns} FROM webhook_delivery_log d
  WHERE d.status = 'parked' OR (d.status = 'unrouted' AND EXISTS (
    SELECT 1 FROM "Integration" i WHERE i."createdAt" > coalesce(d.replayed_at, d.received_at)))
  ORDER BY coalesce(d.replayed_at, d.received_at) LIMIT ${BATCH_MAX}`,
};

const one = { name: "one_delivery", text: `SELECT ${columns} FROM webhook_delivery_log d WHERE d.id = $1` };

/**
 * Plays again what could not be taken in before. Two processes may play the same delivery: it makes no second row of
 * anything. @returns how many were taken in and how many still cannot be.
 */
export async function replayWaitingDeliveries(): Promise<{ replayed: number; stillWaiting: number }> {
  const counts = { replayed: 0, stillWaiting: 0 };
  for (const delivery of await run<StoredRow>(waiting)) {
    try {
      await replay(delivery);
      counts.replayed += 1;
    } catch (error) {
      // It stays parked, behind the others, and readiness stays red; the next delivery may well go through.
      counts.stillWaiting += 1;
      const { id: deliveryId, requestId } = delivery;
      logFailure("[WEBHOOK] Parked delivery still cannot be taken in", error, { deliveryId, requestId });
    }
  }
  return counts;
}

/** Plays one stored delivery again. @throws NOT_FOUND, or what storing it throws. */
export async function replayDelivery(id: string): Promise<StoredDelivery> {
  const [delivery] = await run<StoredRow>(one, [id]);
  if (!delivery) throw new AppError("NOT_FOUND", `No stored delivery ${id}`);
  return await replay(delivery);
}

async function replay({ id, requestId, rawBody }: StoredRow): Promise<StoredDelivery> {
  faultPoint("replay.before");
  const stored = await storeDelivery({ id, requestId, rawBody, json: parseBody(rawBody) });
  faultPoint("replay.after");
  log("info", "[WEBHOOK] Delivery played again", {
    deliveryId: id,
    requestId,
    count: stored.messages.length,
  });
  return stored;
}
