// Somebody of the business has answered from the phone (Meta, webhooks/reference/smb_message_echoes): the message is stored
// like every other (ingest), and the bot is silent in that conversation from then on, as when a person takes over in the
// inbox (outbound/take-over). Each such message does this once: a redelivery takes nothing over that was handed back since.

import { cancelledMessagesSql } from "@/domain/outbound";
import { run } from "@/infra/database/statement";
import type { InboundMessage } from "./inbound-message";

/** What was written longer ago says nothing about who answers now. */
const RECENT = "interval '24 hours'";

/** Jobs first, then the conversations: the order of locks everywhere. */
const statement = {
  name: "take_over_by_phone",
  text: `
  WITH echo AS MATERIALIZED (
    SELECT m."conversationId", 'echo:' || e."phoneNumberId" || ':' || e."providerMessageId" AS key
    FROM json_to_recordset($1) AS e("phoneNumberId" text, "providerMessageId" text)
    JOIN "Integration" i ON i."phoneNumberId" = e."phoneNumberId"
    JOIN "Message" m ON m."providerMessageId" = e."providerMessageId" AND m.origin = 'PHONE'
    JOIN "Conversation" c ON c.id = m."conversationId" AND c."integrationId" = i.id
    WHERE m."sentAt" > now() - ${RECENT}
  ),
  fresh AS (
    INSERT INTO processed_webhook_events (key) SELECT DISTINCT key FROM echo ORDER BY key
    ON CONFLICT (key) DO NOTHING RETURNING key
  ),
  target AS MATERIALIZED (
    SELECT DISTINCT echo."conversationId" AS id FROM echo JOIN fresh ON fresh.key = echo.key
  ),
  bot_job AS MATERIALIZED (
    SELECT j.id, j.status FROM "OutboundJob" j
    WHERE j."conversationId" IN (SELECT id FROM target) AND j.author = 'BOT' AND j.status IN ('queued', 'uncertain')
      AND j."heldAt" IS NULL
    ORDER BY j.id FOR NO KEY UPDATE
  ),
  before AS MATERIALIZED (
    SELECT c.id, c.mode, c."organizationId" FROM "Conversation" c, (SELECT count(*) FROM bot_job) AS jobs_first
    WHERE c.id IN (SELECT id FROM target) ORDER BY c.id FOR NO KEY UPDATE OF c
  ),
  conversation AS (
    UPDATE "Conversation" c
    SET mode = 'HUMAN', "handoverJobId" = NULL, "handoverReason" = 'A person has answered from the phone',
      "updatedAt" = now()
    FROM before WHERE c.id = before.id
  ),
  ended AS (
    UPDATE "OutboundJob" j
    SET status = (CASE bot_job.status WHEN 'queued' THEN 'cancelled' ELSE 'uncertain' END)::"OutboundJobStatus",
      "completedAt" = CASE bot_job.status WHEN 'queued' THEN now() END,
      "heldAt" = CASE bot_job.status WHEN 'uncertain' THEN now() END,
      "errorCode" = 'HUMAN_TAKEOVER', error = 'A person has answered from the phone'
    FROM bot_job, (SELECT count(*) FROM before) AS conversations_first WHERE j.id = bot_job.id
    RETURNING j.id, j.status
  ),
  ${cancelledMessagesSql("ended")},
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT "organizationId", 'phone', 'take_over', 'Conversation', id::text FROM before WHERE mode = 'BOT'
  )
  SELECT id FROM target`,
};

/** Silences the bot where a person has answered. `messages`: those of a delivery, stored before. Safe to repeat. */
export async function takeOverByPhone(messages: InboundMessage[]): Promise<void> {
  const echoes = messages.filter(({ origin }) => origin === "PHONE");
  if (echoes.length === 0) return;
  const names = echoes.map(({ phoneNumberId, providerMessageId }) => ({ phoneNumberId, providerMessageId }));
  await run(statement, [JSON.stringify(names)]);
}
