import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { faultPoint } from "@/lib/fault-point";

const BATCH_MAX = 5_000;

/** Dedupe keys are kept 24 h past Meta's 7 days of redelivery (Meta, webhooks/overview). */
const dedupeKeys = {
  name: "clean_up_dedupe_keys",
  text: `
  DELETE FROM processed_webhook_events WHERE key IN (
    SELECT key FROM processed_webhook_events WHERE processed_at < now() - $1 * interval '1 hour' LIMIT ${BATCH_MAX})
  RETURNING 1`,
};

/** What is parked has not been taken in yet: it stays for as long as that takes. */
const deliveries = {
  name: "clean_up_deliveries",
  text: `
  DELETE FROM webhook_delivery_log WHERE id IN (
    SELECT id FROM webhook_delivery_log
    WHERE received_at < now() - $1 * interval '1 day' AND status <> 'parked' LIMIT ${BATCH_MAX})
  RETURNING 1`,
};

/** Removes what its time has come for, in batches. @returns how many rows went, per table. */
export async function cleanUp(): Promise<Record<string, number>> {
  const { RETENTION_DEDUPE_HOURS, RETENTION_WEBHOOK_DAYS } = env();
  faultPoint("cleanup.before");
  const keys = await deleteAll(dedupeKeys, RETENTION_DEDUPE_HOURS);
  faultPoint("cleanup.between_tables");
  const raw = await deleteAll(deliveries, RETENTION_WEBHOOK_DAYS);
  return { processed_webhook_events: keys, webhook_delivery_log: raw };
}

async function deleteAll(statement: { name: string; text: string }, age: number): Promise<number> {
  for (let total = 0; ; ) {
    const { length } = await run(statement, [age]);
    total += length;
    if (length < BATCH_MAX) return total;
  }
}
