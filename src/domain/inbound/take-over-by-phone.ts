// Somebody of the business has answered from the phone (Meta, webhooks/reference/smb_message_echoes): the message is stored
// like every other (ingest), and the bot is silent in that conversation from then on, as when a person takes over in the
// inbox (outbound/take-over). Each such message does this once: a redelivery takes nothing over that was handed back since.

import { answeredHandoverSql } from "@/domain/notifications";
import { takeOverSql } from "@/domain/outbound";
import { run } from "@/infra/database/statement";
import type { InboundMessage } from "./inbound-message";

/** What was written longer ago says nothing about who answers now. */
const RECENT = "interval '24 hours'";

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
  ${takeOverSql({ conversations: "SELECT id FROM target", actor: "'phone'" })},
  ${answeredHandoverSql("conversation")}
  SELECT id FROM target`,
};

/** Silences the bot where a person has answered. `messages`: those of a delivery, stored before. Safe to repeat. */
export async function takeOverByPhone(messages: InboundMessage[]): Promise<void> {
  const echoes = messages.filter(({ origin }) => origin === "PHONE");
  if (echoes.length === 0) return;
  const names = echoes.map(({ phoneNumberId, providerMessageId }) => ({ phoneNumberId, providerMessageId }));
  await run(statement, [JSON.stringify(names)]);
}
