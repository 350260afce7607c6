// Receipts that came before their message was known here, and found each other while both were being written: neither
// transaction saw the other. Run now and then, this catches them.

import { run } from "@/infra/database/statement";
import { faultPoint } from "@/lib/fault-point";
import { evidenceSql, evidenceTimesSql } from "./evidence-sql";
import { heardSql } from "./receipts-sql";

const BATCH_MAX = 500;

const statement = {
  name: "apply_waiting_receipts",
  text: `
  WITH known AS (
    UPDATE "ReceiptEvent" r SET "appliedAt" = now()
    FROM (
      SELECT w.id, l.id AS "ledgerId" FROM "ReceiptEvent" w
      JOIN "OutboundMessageLog" l
        ON l."providerMessageId" = w."providerMessageId" AND l."integrationId" = w."integrationId"
      WHERE w."appliedAt" IS NULL ORDER BY w."receivedAt" LIMIT ${BATCH_MAX}
    ) found
    WHERE r.id = found.id AND r."appliedAt" IS NULL
    RETURNING found."ledgerId", r."providerMessageId", r.status, r."occurredAt", r."errorCode", r.error
  ),
  ${heardSql("known")},
  ${evidenceSql()},
  ${evidenceTimesSql()}
  SELECT (SELECT count(*) FROM known)::int AS applied`,
};

/** @returns how many receipts found their message. */
export async function applyWaitingReceipts(): Promise<number> {
  faultPoint("receipts.before");
  const [row] = await run<{ applied: number }>(statement);
  faultPoint("receipts.after");
  return row?.applied ?? 0;
}
