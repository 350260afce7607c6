// Erases a person. In this order, so that nothing can come back:
//
//   tombstone   from its commit on, no webhook brings back what this person wrote until then (ingest-sql)
//   wait        until the webhooks that began before it, and do not see it, are over
//   delete      everything that hangs on the contact; a runner that has one of its jobs in hand finds none and stops
//   empty       the raw webhooks that name the person; later ones, of receipts, are stored without their bytes
//
// Costs stay, without the job they belonged to. The audit says that, when and by whom, not about whom. What the person
// writes after the tombstone is new, and makes a new contact; what is written before the deletion is over goes with it.

import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { senderHashes } from "@/lib/sender-hash";
import { plainNumber } from "./alias-keys";
import type { FoundContact } from "./find-contacts";
import { emptyMentions } from "./raw-deliveries";

const WEBHOOKS_END_MS = 60_000; // Twice what one statement may take.
const LOOK_EVERY_MS = 20;

const tombstones = {
  name: "erase_tombstones",
  text: `
  INSERT INTO "ErasedContact" ("organizationId", "senderHash") SELECT $1, unnest($2::text[])
  ON CONFLICT ("organizationId", "senderHash") DO UPDATE SET "erasedAt" = now()`,
};

/**
 * Statements that may not see the tombstone yet. PostgreSQL locks the tables of a statement before it takes the
 * snapshot the statement sees, so whoever holds no lock now will see it.
 */
const writers = {
  name: "erase_writers",
  text: `
  SELECT virtualtransaction AS id FROM pg_locks
  WHERE relation = '"Contact"'::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
};

/** Jobs are locked before conversations, as everywhere. */
const deletion = {
  name: "erase_contact",
  text: `
  WITH conversation AS (
    SELECT c.id, i."phoneNumberId" FROM "Conversation" c JOIN "Integration" i ON i.id = c."integrationId"
    WHERE c."contactId" = $1
  ),
  job AS MATERIALIZED (
    SELECT j.id, j.status FROM "OutboundJob" j JOIN conversation c ON c.id = j."conversationId"
    ORDER BY j.id FOR UPDATE OF j
  ),
  message AS MATERIALIZED (
    SELECT m.id, m."providerMessageId" AS wamid, 'message:' || c."phoneNumberId" || ':' || m."providerMessageId" AS key
    FROM "Message" m JOIN conversation c ON c.id = m."conversationId"
  ),
  ledger AS MATERIALIZED (
    SELECT l.id, l."providerMessageId" AS wamid FROM "OutboundMessageLog" l JOIN job ON job.id = l."jobId"
  ),
  receipt AS (
    DELETE FROM "ReceiptEvent" r
    WHERE r."providerMessageId" IN (SELECT wamid FROM message UNION ALL SELECT wamid FROM ledger)
      OR r."opaqueId" IN (SELECT id FROM ledger)
    RETURNING 1
  ),
  dedupe_key AS (
    DELETE FROM processed_webhook_events WHERE key IN (SELECT key FROM message) RETURNING 1
  ),
  usage AS (
    UPDATE "AiUsage" SET "jobId" = NULL, "turnId" = NULL, "contactId" = NULL WHERE "jobId" IN (SELECT id FROM job)
    RETURNING 1
  ),
  spending AS (
    DELETE FROM "AiSpending" s USING "Contact" p
    WHERE p.id = $1 AND s."organizationId" = p."organizationId" AND s.spender = 'contact:' || p.id
  ),
  counted AS MATERIALIZED (
    SELECT (SELECT count(*) FROM conversation) AS conversations, (SELECT count(*) FROM message) AS messages,
      (SELECT count(*) FROM job) AS jobs,
      (SELECT count(*) FROM job WHERE status IN ('queued', 'running', 'uncertain')) AS "openJobs"
  ),
  file AS MATERIALIZED (
    -- Locked: a download that begins now finds its row gone.
    SELECT a."storageKey", a."nextAttemptAt" FROM "MediaAsset" a JOIN message m ON m.id = a."messageId" FOR UPDATE OF a
  ),
  removal AS (
    -- One that is being downloaded is removed when that must be over.
    INSERT INTO "MediaRemoval" ("storageKey", "requestedAt")
    SELECT "storageKey", greatest(now(), "nextAttemptAt") FROM file WHERE "storageKey" IS NOT NULL ON CONFLICT DO NOTHING
  ),
  contact AS (
    -- Those that were merged into it go with it.
    DELETE FROM "Contact" USING counted WHERE "Contact".id = $1
    RETURNING "Contact".id, "Contact"."organizationId"
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT contact."organizationId", $2, 'erase', 'Contact', contact.id::text, to_jsonb(counted) FROM contact, counted
  )
  SELECT counted.*, (SELECT count(*) FROM receipt) AS receipts, (SELECT count(*) FROM dedupe_key) AS "dedupeKeys",
    (SELECT count(*) FROM usage) AS "anonymisedCosts"
  FROM contact, counted`,
};

interface Deleted {
  conversations: number;
  messages: number;
  jobs: number;
  /** Of these; nothing is sent for them any more. */
  openJobs: number;
  receipts: number;
  dedupeKeys: number;
  /** Rows of AiUsage that stay, without their job. */
  anonymisedCosts: number;
}

export interface Erasure extends Deleted {
  /** Raw webhooks that were emptied. */
  rawDeliveries: number;
  /**
   * Raw webhooks that name the person and have not been taken in yet, with what others wrote. They are emptied when
   * they are; until then the erasure is not complete.
   */
  waitingDeliveries: number;
}

/** Erases a contact. @throws NOT_CONFIGURED without SESSION_SECRET; NOT_FOUND when somebody else was faster. */
export async function eraseContact(contact: FoundContact, actor: string): Promise<Erasure> {
  const { SESSION_SECRET } = env();
  if (!SESSION_SECRET)
    throw new AppError("NOT_CONFIGURED", "SESSION_SECRET is not set: nobody could tell who was erased");
  const names = [...new Set(contact.names.flatMap((name) => [name, plainNumber(name)]))];
  await run(tombstones, [contact.organizationId, senderHashes(names, [SESSION_SECRET])]);
  await webhooksBeforeAreOver();
  const [deleted] = await run<Deleted & Record<string, unknown>>(deletion, [contact.id, actor]);
  if (!deleted) throw new AppError("NOT_FOUND", `No contact ${contact.id}`);
  const { done, waiting } = await emptyMentions(contact.names);
  return { ...deleted, rawDeliveries: done, waitingDeliveries: waiting };
}

async function webhooksBeforeAreOver(): Promise<void> {
  const ids = async () => (await run<{ id: string }>(writers)).map(({ id }) => id);
  let before = await ids();
  for (const end = performance.now() + WEBHOOKS_END_MS; before.length > 0; ) {
    if (performance.now() > end) {
      throw new AppError(
        "DATABASE_UNAVAILABLE",
        "A transaction that writes contacts does not end; nothing is erased yet",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const now = new Set(await ids());
    before = before.filter((id) => now.has(id));
  }
}
