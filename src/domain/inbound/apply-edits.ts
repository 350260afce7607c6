// Customers, and people of the business in the app, change and delete what they have written (Meta,
// webhooks/reference/messages/edit and …/revoke; numbers that are also used in the WhatsApp Business app only). The notice is
// a message of its own; here it takes effect on the one it speaks of:
//
//   edit     the newest words are the message's. Where the message is not here (yet), the notice shows them itself
//   revoke   what was deleted is nobody's to read any more: words, file and Meta's own form of it go. Where the message is
//            not here yet, it is not taken in when it comes
//
// A reply that is being thought has seen the words before: the conversation's count moves on, so it is thought anew
// (begin-sends). Jobs are locked before conversations, as everywhere.

import { cancelledMessagesSql } from "@/domain/outbound";
import { run } from "@/infra/database/statement";
import type { Edit } from "./change";

const statement = {
  name: "apply_edits",
  text: `
  WITH edit_in AS MATERIALIZED (
    SELECT e.*, i.id AS "integrationId", notice.id AS "noticeId", notice."conversationId" AS "noticeConversationId",
      original.id AS "originalId", original."conversationId"
    FROM json_to_recordset($1) AS e(kind text, direction text, "phoneNumberId" text, "providerMessageId" text,
      "originalMessageId" text, at timestamptz, body text, content jsonb)
    JOIN "Integration" i ON i."phoneNumberId" = e."phoneNumberId"
    LEFT JOIN LATERAL (
      SELECT m.id, m."conversationId" FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId"
      WHERE m."providerMessageId" = e."providerMessageId" AND c."integrationId" = i.id LIMIT 1
    ) notice ON true
    LEFT JOIN LATERAL (
      SELECT m.id, m."conversationId" FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId"
      WHERE m."providerMessageId" = e."originalMessageId" AND c."integrationId" = i.id
        AND m.direction = e.direction::"MessageDirection" AND m.type NOT IN ('edit', 'revoke')
        -- Only who wrote it can change it: the notice is in the same conversation. The business has no notices.
        AND (e.direction = 'OUTBOUND' OR m."conversationId" = notice."conversationId") LIMIT 1
    ) original ON true
    WHERE e.direction = 'OUTBOUND' OR notice.id IS NOT NULL
  ),
  job AS MATERIALIZED (
    SELECT j.id, j.status, j."conversationId" FROM "OutboundJob" j
    WHERE j."conversationId" IN (SELECT "conversationId" FROM edit_in WHERE direction = 'INBOUND')
      AND j.author = 'BOT' AND j.status IN ('queued', 'running')
    ORDER BY j.id FOR NO KEY UPDATE
  ),
  conversation AS MATERIALIZED (
    SELECT c.id FROM "Conversation" c, (SELECT count(*) FROM job) AS jobs_first
    WHERE c.id IN (SELECT "conversationId" FROM edit_in) ORDER BY c.id FOR NO KEY UPDATE OF c
  ),
  changed AS (
    UPDATE "Message" m
    SET body = CASE WHEN e.kind = 'edit' THEN coalesce(e.body, m.body) END,
      content = CASE WHEN e.kind = 'edit' THEN coalesce(m.content, e.content) END,
      payload = CASE WHEN e.kind = 'edit' THEN m.payload END,
      "editedAt" = CASE WHEN e.kind = 'edit' THEN e.at ELSE m."editedAt" END,
      "revokedAt" = CASE WHEN e.kind = 'revoke' THEN e.at END
    FROM (
      SELECT DISTINCT ON ("originalId") * FROM edit_in WHERE "originalId" IS NOT NULL
      ORDER BY "originalId", kind DESC, at DESC
    ) e, (SELECT count(*) FROM conversation) AS conversations_first
    WHERE m.id = e."originalId" AND m."revokedAt" IS NULL
      AND (e.kind = 'revoke' OR m."editedAt" IS NULL OR m."editedAt" < e.at)
    RETURNING m.id, m."conversationId", m.direction, e.kind
  ),
  ended AS (
    UPDATE "OutboundJob" j
    SET status = 'cancelled', "completedAt" = now(), "errorCode" = 'REVOKED',
      error = 'The customer has deleted the message'
    FROM changed, job
    WHERE changed.kind = 'revoke' AND j."inboundMessageId" = changed.id AND job.id = j.id AND j.status = 'queued'
      AND j."partsSent" = 0 AND j.resends = 0 AND j.purpose IS NULL
    RETURNING j.id, j.status
  ),
  ${cancelledMessagesSql("ended")},
  superseded AS (
    UPDATE "Conversation" c SET "inboundCount" = c."inboundCount" + 1, "updatedAt" = now()
    WHERE c.id IN (SELECT "conversationId" FROM changed WHERE direction = 'INBOUND')
      AND c.id IN (SELECT "conversationId" FROM job)
  ),
  asset AS (
    DELETE FROM "MediaAsset" a USING changed WHERE changed.kind = 'revoke' AND a."messageId" = changed.id
    RETURNING a."storageKey"
  ),
  removal AS (
    INSERT INTO "MediaRemoval" ("storageKey") SELECT "storageKey" FROM asset WHERE "storageKey" IS NOT NULL
    ON CONFLICT ("storageKey") DO NOTHING
  ),
  emptied AS (
    -- What was edited before it was deleted is in the notices of the edits as well.
    UPDATE "Message" m SET body = NULL, content = NULL, payload = NULL
    FROM edit_in e
    WHERE e.kind = 'revoke' AND m."conversationId" = coalesce(e."noticeConversationId", e."conversationId")
      AND m.type = 'edit' AND m."quotedProviderMessageId" = e."originalMessageId"
  ),
  shown AS (
    UPDATE "Message" m SET body = e.body
    FROM edit_in e
    WHERE e.kind = 'edit' AND e."originalId" IS NULL AND m.id = e."noticeId" AND m.payload IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM edit_in r WHERE r.kind = 'revoke' AND r."originalMessageId" = e."originalMessageId")
      AND NOT EXISTS (SELECT 1 FROM processed_webhook_events p
        WHERE p.key = 'revoked:' || e."phoneNumberId" || ':' || e."originalMessageId")
  ),
  unseen AS (
    SELECT DISTINCT "phoneNumberId" || ':' || "originalMessageId" AS key FROM edit_in
    WHERE kind = 'revoke' AND direction = 'INBOUND' AND "originalId" IS NULL
  ),
  refused AS (
    INSERT INTO processed_webhook_events (key) SELECT 'message:' || key FROM unseen ORDER BY key
    ON CONFLICT (key) DO NOTHING RETURNING key
  ),
  known AS (
    INSERT INTO processed_webhook_events (key) SELECT 'revoked:' || key FROM unseen ORDER BY key
    ON CONFLICT (key) DO NOTHING
  )
  SELECT (SELECT count(*)::int FROM changed) AS changed,
    (SELECT count(*) FROM unseen) > (SELECT count(*) FROM refused) AS "isInDoubt"`,
};

/** Applies edits and revocations. Safe to repeat. @returns how many messages they have changed. */
export async function applyEdits(edits: Edit[]): Promise<number> {
  if (edits.length === 0) return 0;
  const apply = () => run<{ changed: number; isInDoubt: boolean }>(statement, [JSON.stringify(edits)]);
  const [first] = await apply();
  if (!first?.isInDoubt) return first?.changed ?? 0;
  // Taken in before, but not seen: it may have been committed while this statement waited for its key.
  const [second] = await apply();
  return first.changed + (second?.changed ?? 0);
}
