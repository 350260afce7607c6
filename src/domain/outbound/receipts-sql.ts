import { evidenceSql } from "./evidence-sql";
import { receiptRankSql } from "./receipt";

/** The columns of one receipt in the JSON parameter of the ingest statement. */
const columns = `"phoneNumberId" text, "providerMessageId" text, status text, "occurredAt" timestamptz,
      "opaqueId" uuid, "errorCode" text, error text, pricing jsonb, "recipientHashes" text[]`;

/**
 * Common table expressions that store the receipts of a JSON parameter and apply those whose message is known. A
 * receipt is matched by the ledger id it brings back, else by Meta's message id; one that matches nothing yet is kept
 * and waits (applyWaitingReceipts), unless it names a ledger row that went with an erased recipient.
 */
export function receiptsSql(parameter: string): string {
  return `
  receipt_in AS MATERIALIZED (
    SELECT DISTINCT ON (i.id, r."providerMessageId", r.status) r.*, i.id AS "integrationId", i."organizationId",
      coalesce(echoed.id, named.id) AS "ledgerId"
    FROM json_to_recordset(${parameter}) AS r(${columns})
    JOIN "Integration" i ON i."phoneNumberId" = r."phoneNumberId"
    LEFT JOIN LATERAL (
      SELECT l.id FROM "OutboundMessageLog" l WHERE l.id = r."opaqueId" AND l."integrationId" = i.id OFFSET 0
    ) echoed ON true
    LEFT JOIN LATERAL (
      SELECT l.id FROM "OutboundMessageLog" l
      WHERE l."providerMessageId" = r."providerMessageId" AND l."integrationId" = i.id OFFSET 0
    ) named ON true
    WHERE r."opaqueId" IS NULL OR echoed.id IS NOT NULL OR named.id IS NOT NULL OR NOT EXISTS (
      SELECT 1 FROM "ErasedContact" e
      WHERE e."organizationId" = i."organizationId" AND e."senderHash" = ANY (r."recipientHashes"))
    ORDER BY i.id, r."providerMessageId", r.status, r."occurredAt"
  ),
  receipt AS (
    INSERT INTO "ReceiptEvent" ("organizationId", "integrationId", "providerMessageId", status, "occurredAt",
      "opaqueId", "errorCode", error, pricing, "appliedAt")
    SELECT "organizationId", "integrationId", "providerMessageId", status, "occurredAt", "opaqueId", "errorCode",
      error, pricing, CASE WHEN "ledgerId" IS NOT NULL THEN now() END
    FROM receipt_in ORDER BY "providerMessageId", status
    ON CONFLICT ("providerMessageId", status, "integrationId") DO NOTHING
    RETURNING id
  ),
  ${heardSql('receipt_in WHERE "ledgerId" IS NOT NULL')},
  ${evidenceSql()}`;
}

/**
 * `evidence_in` from receipts: one row per ledger row, with the furthest status heard. `receipts` is an expression with
 * "ledgerId", "providerMessageId", status, "occurredAt", "errorCode", error, and may end in a WHERE.
 */
export function heardSql(receipts: string, settledBy: "receipt" | "answer" = "receipt"): string {
  return `evidence_in AS MATERIALIZED (
    SELECT "ledgerId", wamid, rank, "firstAt", "lastAt", '${settledBy}' AS "settledBy",
      CASE WHEN rank = 2 THEN coalesce("errorCode", 'unknown') END AS "failedCode",
      CASE WHEN rank = 2 THEN error END AS "failedError"
    FROM (
      SELECT "ledgerId", min("providerMessageId") AS wamid, max(${receiptRankSql("status")}) AS rank,
        min("occurredAt") AS "firstAt", max("occurredAt") AS "lastAt",
        max("errorCode") AS "errorCode", max(error) AS error
      FROM ${receipts} GROUP BY "ledgerId"
    ) heard
  )`;
}
