import { botJobsSql, endedBotJobsSql } from "@/domain/outbound";
import { run } from "@/infra/database/statement";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

const OWN = `SELECT o.id FROM "Conversation" o WHERE o.id = $1 AND o."organizationId" = $2`;
const REASON = "'A person has deleted the conversation'";

const statement = {
  name: "delete_conversation",
  text: `
  WITH ${botJobsSql(OWN)},
  before AS MATERIALIZED (
    SELECT c.id FROM "Conversation" c, (SELECT count(*) FROM bot_job) AS jobs_first
    WHERE c.id IN (${OWN}) FOR NO KEY UPDATE OF c
  ),
  conversation AS (
    UPDATE "Conversation" c SET "deletedAt" = now(), "updatedAt" = now() FROM before
    WHERE c.id = before.id AND c."deletedAt" IS NULL
    RETURNING c.id, c."organizationId"
  ),
  ${endedBotJobsSql(REASON)},
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT "organizationId", $3, 'delete', 'Conversation', id::text FROM conversation
  )
  SELECT id FROM before`,
};

/**
 * Puts a conversation away until it is restored or the customer writes again. The bot's word ends at once, as when somebody
 * takes over; what a person has sent goes out. Safe to repeat. @throws NOT_FOUND.
 */
export async function deleteConversation(
  { organizationId, actor }: Agent,
  conversationId: number,
): Promise<void> {
  const rows = await run(statement, [conversationId, organizationId, actor]);
  if (rows.length === 0) throw notFound("Conversation", conversationId);
}
