import pg from "pg";
import { waitUntil } from "../../../scripts/local/processes";
import { rows } from "../../support/own-database";
import type { Stage } from "../stage";

const PATIENCE = { timeoutMs: 20_000 };

/**
 * A receipt and the acceptance of its message are written at the same moment, and neither sees the other. A foreign
 * transaction holds the receipt's statement back, after it has looked for its message in vain, until the acceptance
 * is committed.
 */
export async function letReceiptWait({ meta, write, startWorker }: Stage): Promise<void> {
  await meta.addFault({ target: "receipt", action: { type: "drop" } });
  await meta.addFault({
    target: "send",
    action: { type: "accept-then-delay", ms: 2_500 },
    when: { next: 1 },
  });
  await write("hello");
  const worker = startWorker();
  const [effect] = await waitUntil(
    async () => {
      const effects = await meta.effects();
      return effects.length > 0 ? effects : undefined;
    },
    { ...PATIENCE, what: "Meta to accept", everyMs: 10 },
  );
  const wamid = effect?.wamid ?? "";

  const foreign = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await foreign.connect();
  await foreign.query("BEGIN");
  await foreign.query(
    `INSERT INTO "ReceiptEvent" ("organizationId", "integrationId", "providerMessageId", status, "occurredAt")
     SELECT "organizationId", id, $1, 'delivered', now() FROM "Integration"`,
    [wamid],
  );
  const delivered = meta.receipts([{ status: "delivered", wamid, opaque: null }]);
  await waitUntil(isAnybodyWaiting, { ...PATIENCE, what: "the receipt to wait", everyMs: 10 });
  await waitUntil(async () => (await rows(`SELECT 1 FROM "OutboundJob" WHERE status = 'done'`)).length > 0, {
    ...PATIENCE,
    what: "the acceptance",
  });
  await foreign.query("ROLLBACK");
  await foreign.end();
  await delivered;
  await worker.kill();
  const waiting = await rows(`SELECT 1 FROM "ReceiptEvent" WHERE "appliedAt" IS NULL`);
  if (waiting.length !== 1) throw new Error(`${waiting.length} receipts wait instead of one`);
}

async function isAnybodyWaiting(): Promise<boolean> {
  const waiting = await rows(`SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  return waiting.length > 0;
}
