import { run } from "@/infra/database/statement";

const ERROR_MAX = 1_000;

/** Needs this one table and none of Prisma's models: it works while the rest of the schema does not. */
const statement = {
  name: "park_delivery",
  text: `
  INSERT INTO webhook_delivery_log (id, request_id, raw_body, status, error) VALUES ($1, $2, $3, 'parked', $4)
  ON CONFLICT (id) DO UPDATE SET status = 'parked', error = excluded.error, replayed_at = now(),
    raw_body = excluded.raw_body`,
};

/** Keeps the raw bytes of a webhook that could not be taken in, to be played again (replayWaitingDeliveries). */
export async function parkDelivery(
  delivery: { id: string; requestId: string; rawBody: Uint8Array },
  reason: string,
): Promise<void> {
  const { id, requestId, rawBody } = delivery;
  const body = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
  await run(statement, [id, requestId, body, reason.slice(0, ERROR_MAX)]);
}
