// One webhook, or several joined, in one statement and one transaction. What it does, in order:
//
//   receipts     kept as events, applied to what they speak of (see evidence-sql)
//   fresh        dedupe keys: a message that was taken in before makes no second row of anything
//   contact      found by what Meta calls the sender, or made (see contacts/locate-sql); STOP and START are noted
//   conversation upserted, which locks its row: messages of one conversation get their ids in the order of commits
//   message, file, job   inserted for what is new
//   delivery     the raw bytes; none where they name somebody who was erased (see contacts/erase-contact)
//
// The receipts come first because everywhere else, too, jobs are locked before conversations.
//
// OFFSET 0 and ANY (ARRAY(...)), here and in what this is made of: a look by key for each row of the parameters, however small the
// planner believed the table to be when it made its plan. Else every webhook reads whole tables until their statistics are renewed.

import { locateContactsSql } from "@/domain/contacts";
import { evidenceTimesSql, receiptsSql } from "@/domain/outbound";

const messageColumns = `position int, "phoneNumberId" text, "wabaId" text, wamid text, "requestId" text, phone text,
      "phoneKey" text, "waId" text, "waKey" text, "userId" text, "parentUserId" text, "groupId" text,
      "profileName" text, username text, type text, body text, content jsonb, "quotedProviderMessageId" text,
      "sentAt" timestamptz, "asksForAnswer" boolean, "opensWindow" boolean, consent text, origin text, media json,
      payload jsonb, "senderHashes" text[]`;

/** A message that arrives this late (Meta, messages/send-messages: 24 h window) is shown, not answered by the bot. */
const TOO_LATE = `now() - interval '24 hours'`;

/**
 * Parameters: $1 deliveries (JSON), $2 their raw bodies (bytea[]), $3 messages (JSON), $4 receipts (JSON), $5 debounce
 * in milliseconds, $6 the replies to STOP and START (JSON by purpose). Answers one row per distinct message, with what is stored for it.
 */
export const ingestStatement = {
  name: "ingest",
  text: `
  WITH ${receiptsSql("$4")},
  message_in AS MATERIALIZED (
    SELECT DISTINCT ON (m."phoneNumberId", m.wamid) m.*, i.id AS "integrationId", i."organizationId",
      coalesce(i."portfolioId", m."wabaId", '') AS scope, i."wabaId" AS "knownWabaId",
      'message:' || m."phoneNumberId" || ':' || m.wamid AS key,
      EXISTS (SELECT 1 FROM "ErasedContact" e WHERE e."organizationId" = i."organizationId"
        AND e."senderHash" = ANY (m."senderHashes") AND m."sentAt" <= e."erasedAt") AS "isErased"
    FROM json_to_recordset($3) AS m(${messageColumns})
    LEFT JOIN "Integration" i ON i."phoneNumberId" = m."phoneNumberId"
    ORDER BY m."phoneNumberId", m.wamid, m.position
  ),
  fresh AS (
    INSERT INTO processed_webhook_events (key)
    SELECT key FROM message_in m WHERE "integrationId" IS NOT NULL AND NOT "isErased"
      -- What a person wrote in the app comes back to us; what our sender sent does not count as that.
      AND (origin IS NULL OR NOT EXISTS (SELECT 1 FROM "OutboundMessageLog" l WHERE l."providerMessageId" = m.wamid))
    ORDER BY key
    ON CONFLICT (key) DO NOTHING
    RETURNING key
  ),
  ${locateContactsSql("JOIN fresh ON fresh.key = m.key")},
  conversation AS (
    INSERT INTO "Conversation" AS c ("organizationId", "integrationId", "contactId", "customerUserId", "inboundCount",
      "lastInboundAt", "lastOutboundAt", "lastMessageAt")
    SELECT l."organizationId", l."integrationId", l."contactId",
      (array_agg(l."heldUserId" ORDER BY l.position DESC) FILTER (WHERE l."heldUserId" IS NOT NULL))[1],
      count(*) FILTER (WHERE l."asksForAnswer"),
      -- By Meta's clock, but never ahead of ours: where ours is slow the window must not stay open for longer.
      max(least(l."sentAt", now())) FILTER (WHERE l."opensWindow"),
      max(l."sentAt") FILTER (WHERE l.origin IS NOT NULL), max(l."sentAt")
    FROM located l CROSS JOIN (SELECT count(*) AS locked FROM evidence_conversation) AS receipts_first
    GROUP BY 1, 2, 3 ORDER BY 3, 2
    ON CONFLICT ("integrationId", "contactId") DO UPDATE SET
      "customerUserId" = coalesce(excluded."customerUserId", c."customerUserId"),
      "inboundCount" = c."inboundCount" + excluded."inboundCount",
      "lastInboundAt" = greatest(c."lastInboundAt", excluded."lastInboundAt"),
      "lastOutboundAt" = greatest(c."lastOutboundAt", excluded."lastOutboundAt",
        (SELECT t.at FROM evidence_time t WHERE t.id = c.id)),
      "lastMessageAt" = greatest(c."lastMessageAt", excluded."lastMessageAt"),
      -- Who writes is not put off any longer.
      "snoozedUntil" = CASE WHEN excluded."lastInboundAt" IS NULL THEN c."snoozedUntil" END,
      status = 'OPEN', "deletedAt" = NULL, "updatedAt" = now()
    RETURNING c.id, c."integrationId", c."contactId", c.mode
  ),
  ${evidenceTimesSql({ except: "conversation" })},
  message AS (
    INSERT INTO "Message" ("organizationId", "conversationId", direction, type, body, content,
      "quotedProviderMessageId", "providerMessageId", status, origin, payload, "sentAt")
    SELECT l."organizationId", c.id, (CASE WHEN l.origin IS NULL THEN 'INBOUND' ELSE 'OUTBOUND' END)::"MessageDirection",
      l.type, l.body, l.content, l."quotedProviderMessageId", l.wamid,
      (CASE WHEN l.origin IS NULL THEN 'RECEIVED' ELSE 'SENT' END)::"MessageStatus", l.origin, l.payload, l."sentAt"
    FROM located l JOIN conversation c ON c."integrationId" = l."integrationId" AND c."contactId" = l."contactId"
    ORDER BY l."sentAt", l.position
    ON CONFLICT ("providerMessageId", "conversationId") DO NOTHING
    RETURNING id, "conversationId", "providerMessageId"
  ),
  asset AS (
    INSERT INTO "MediaAsset" (id, "organizationId", "messageId", kind, "providerMediaId", "mimeType", filename, sha256)
    SELECT gen_random_uuid()::text, l."organizationId", m.id, file.kind, file."providerMediaId", file."mimeType",
      file.filename, file.sha256
    FROM located l
    JOIN conversation c ON c."integrationId" = l."integrationId" AND c."contactId" = l."contactId"
    JOIN message m ON m."conversationId" = c.id AND m."providerMessageId" = l.wamid
    CROSS JOIN LATERAL json_to_record(l.media)
      AS file(kind text, "providerMediaId" text, "mimeType" text, filename text, sha256 text)
    WHERE l.media IS NOT NULL
  ),
  asked AS (
    SELECT l."organizationId", l."phoneNumberId", l.wamid, l."requestId", l."sentAt", c.id AS "conversationId", c.mode,
      m.id AS "messageId",
      -- The word itself is answered, once: whoever says it again has been told already.
      CASE WHEN k.wamid = l.wamid AND k."isNews" AND (k.consent = 'stop') <> k."wasOptedOut"
        THEN CASE k.consent WHEN 'stop' THEN 'OPT_OUT' ELSE 'OPT_IN' END END AS purpose,
      CASE WHEN k."isNews" THEN k.consent = 'stop' ELSE p."optedOutAt" IS NOT NULL END AS "isOptedOut"
    FROM located l
    JOIN conversation c ON c."integrationId" = l."integrationId" AND c."contactId" = l."contactId"
    JOIN message m ON m."conversationId" = c.id AND m."providerMessageId" = l.wamid
    LEFT JOIN consent k ON k."contactId" = l."contactId"
    LEFT JOIN LATERAL (SELECT p."optedOutAt" FROM "Contact" p WHERE p.id = l."contactId" OFFSET 0) p ON true
    WHERE l."asksForAnswer"
  ),
  job AS (
    INSERT INTO "OutboundJob" ("organizationId", "conversationId", "inboundMessageId", "inboundProviderMessageId",
      "idempotencyKey", "requestId", "runAt", purpose, reply, status, "errorCode", error, "completedAt")
    SELECT j."organizationId", j."conversationId", j."messageId", j.wamid,
      'reply:' || j."phoneNumberId" || ':' || j.wamid, j."requestId",
      now() + CASE WHEN j.purpose IS NULL THEN $5::int ELSE 0 END * interval '1 millisecond',
      j.purpose, $6::jsonb -> j.purpose,
      (CASE WHEN j.why IS NULL THEN 'queued' ELSE 'cancelled' END)::"OutboundJobStatus", j.why,
      CASE j.why WHEN 'TOO_LATE' THEN 'The message arrived more than 24 hours after it was written'
        WHEN 'OPTED_OUT' THEN 'The customer does not want to be written to'
        WHEN 'HUMAN_TAKEOVER' THEN 'A person handles the conversation' END,
      CASE WHEN j.why IS NOT NULL THEN now() END
    FROM (
      SELECT asked.*, CASE WHEN "sentAt" <= ${TOO_LATE} THEN 'TOO_LATE' WHEN purpose IS NOT NULL THEN NULL
        WHEN "isOptedOut" THEN 'OPTED_OUT' WHEN mode = 'HUMAN' THEN 'HUMAN_TAKEOVER' END AS why
      FROM asked
    ) j
    ORDER BY j."messageId"
    ON CONFLICT DO NOTHING
    RETURNING id, "idempotencyKey", "conversationId", status
  ),
  debounced AS (
    -- Somebody who is still writing is waited for, but never longer than five times the debounce.
    UPDATE "OutboundJob" j
    SET "runAt" = least(now() + $5::int * interval '1 millisecond', j."createdAt" + $5::int * 5 * interval '1 millisecond')
    FROM conversation c
    WHERE $5::int > 0 AND j."conversationId" = c.id AND j.status = 'queued' AND j.attempts = 0
      AND j.author = 'BOT' AND j."errorCode" IS NULL AND j.purpose IS NULL
      -- A receipt in the same batch may end it: PostgreSQL applies only one of two updates of a row in one statement.
      AND j.id NOT IN (SELECT id FROM evidence_settled UNION ALL SELECT id FROM evidence_follower)
  ),
  account_learned AS (
    UPDATE "Integration" i SET "wabaId" = m."wabaId", "updatedAt" = now()
    FROM (
      SELECT DISTINCT ON ("integrationId") "integrationId", "wabaId" FROM message_in
      WHERE "integrationId" IS NOT NULL AND "knownWabaId" IS NULL AND "wabaId" IS NOT NULL ORDER BY "integrationId"
    ) m
    WHERE i.id = m."integrationId"
  ),
  withheld AS MATERIALIZED (
    -- From the parameter: a message that came in two deliveries is in message_in once.
    SELECT r."requestId"
    FROM (SELECT array_agg(key) AS keys FROM message_in WHERE "isErased") erased
    CROSS JOIN LATERAL json_to_recordset(CASE WHEN erased.keys IS NULL THEN '[]'::json ELSE $3::json END)
      AS r("requestId" text, "phoneNumberId" text, wamid text)
    WHERE 'message:' || r."phoneNumberId" || ':' || r.wamid = ANY (erased.keys)
    UNION
    -- Receipts name whom they are about.
    SELECT r."requestId"
    FROM json_to_recordset(CASE WHEN EXISTS (SELECT 1 FROM "ErasedContact") THEN $4::json ELSE '[]'::json END)
      AS r("requestId" text, "phoneNumberId" text, "recipientHashes" text[])
    JOIN "Integration" i ON i."phoneNumberId" = r."phoneNumberId"
    JOIN "ErasedContact" e ON e."organizationId" = i."organizationId" AND e."senderHash" = ANY (r."recipientHashes")
  ),
  delivery AS (
    INSERT INTO webhook_delivery_log (id, request_id, raw_body, status, error)
    SELECT d.id, d."requestId",
      -- What is still to be played again is needed; it is withheld then.
      CASE WHEN d.status = 'ingested' AND d."requestId" IN (SELECT "requestId" FROM withheld) THEN ''::bytea
        ELSE ($2::bytea[])[d.position] END,
      d.status, d.error
    FROM (
      SELECT d.position, d.id, d."requestId", d.error, CASE WHEN d.status = 'ingested' AND EXISTS (
          SELECT 1 FROM message_in m WHERE m."requestId" = d."requestId" AND m."integrationId" IS NULL
        ) THEN 'unrouted' ELSE d.status END AS status
      FROM json_to_recordset($1) AS d(position int, id uuid, "requestId" text, status text, error text)
    ) d
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, error = excluded.error, replayed_at = now(),
      raw_body = CASE WHEN excluded.raw_body = '' THEN excluded.raw_body ELSE webhook_delivery_log.raw_body END
  )
  SELECT m."phoneNumberId", m.wamid, m."integrationId" IS NOT NULL AS "isRouted", fresh.key IS NOT NULL AS "isNew",
    coalesce(job.id, earlier.id) AS "jobId", coalesce(job."conversationId", earlier."conversationId") AS "conversationId",
    coalesce(job.status, earlier.status) AS "jobStatus", coalesce(message.id, earlier."inboundMessageId") AS "inboundMessageId",
    EXISTS (SELECT 1 FROM contact_merge) AS "hasMerges"
  FROM message_in m
  LEFT JOIN fresh ON fresh.key = m.key
  LEFT JOIN job ON job."idempotencyKey" = 'reply:' || m."phoneNumberId" || ':' || m.wamid
  LEFT JOIN LATERAL (
    SELECT j.id, j."conversationId", j.status, j."inboundMessageId" FROM "OutboundJob" j
    WHERE j."idempotencyKey" = 'reply:' || m."phoneNumberId" || ':' || m.wamid OFFSET 0
  ) earlier ON true
  LEFT JOIN message ON message."providerMessageId" = m.wamid AND fresh.key IS NOT NULL`,
};

/** One distinct message of the batch, as it is stored now. */
export interface IngestedRow {
  phoneNumberId: string;
  wamid: string;
  /** False when the business number is not one of ours. */
  isRouted: boolean;
  /** False when it had been taken in before. */
  isNew: boolean;
  /** Null for what nobody has to answer. */
  jobId: number | null;
  conversationId: number | null;
  jobStatus: string | null;
  inboundMessageId: number | null;
  /** Whether the batch has shown that contacts are one: to be carried out afterwards. */
  hasMerges: boolean;
}
