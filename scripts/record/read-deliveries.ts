import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";

export interface StoredDelivery {
  id: string;
  receivedAt: Date;
  rawBody: Buffer;
}

const columns = `id, received_at AS "receivedAt", raw_body AS "rawBody"`;

/** Bodies have up to 3 MB: they are read one by one, after their ids. */
const idsSince = {
  name: "record_ids_since",
  text: `SELECT id FROM webhook_delivery_log WHERE received_at >= now() - $1 * interval '1 second'
    ORDER BY received_at, id LIMIT $2`,
};
const one = { name: "record_one", text: `SELECT ${columns} FROM webhook_delivery_log WHERE id = $1` };

/** The stored deliveries of the last seconds, in the order in which they came. */
export async function* deliveriesSince(seconds: number, limit: number): AsyncGenerator<StoredDelivery> {
  for (const { id } of await run<{ id: string }>(idsSince, [seconds, limit])) {
    const [delivery] = await run<StoredDelivery>(one, [id]);
    // Gone meanwhile: retention is daily.
    if (delivery) yield delivery;
  }
}

/** These deliveries. @throws NOT_FOUND. */
export async function* deliveriesById(ids: string[]): AsyncGenerator<StoredDelivery> {
  for (const id of ids) {
    const [delivery] = await run<StoredDelivery>(one, [id]);
    if (!delivery) throw new AppError("NOT_FOUND", `No stored delivery ${id}`);
    yield delivery;
  }
}
