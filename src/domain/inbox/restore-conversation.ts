import { takenUpSql } from "@/domain/outbound";
import { run } from "@/infra/database/statement";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

const statement = {
  name: "restore_conversation",
  text: `
  WITH restored AS (
    UPDATE "Conversation" c SET "deletedAt" = NULL, "updatedAt" = now()
    WHERE c.id = $1 AND c."organizationId" = $2 AND c."deletedAt" IS NOT NULL
    RETURNING c.id, c."organizationId", c.mode
  ),
  conversation AS (SELECT id FROM restored WHERE mode = 'BOT'),
  ${takenUpSql()},
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT "organizationId", $3, 'restore', 'Conversation', id::text FROM restored
  )
  SELECT c.id, (SELECT count(*)::int FROM retried) AS jobs FROM "Conversation" c
  WHERE c.id = $1 AND c."organizationId" = $2`,
};

/**
 * Takes a deletion back. Where the bot speaks, it takes up what the deletion has cancelled and nobody has answered. Safe to
 * repeat. @returns how many messages that is. @throws NOT_FOUND.
 */
export async function restoreConversation(
  { organizationId, actor }: Agent,
  conversationId: number,
): Promise<number> {
  const [row] = await run<{ jobs: number }>(statement, [conversationId, organizationId, actor]);
  if (!row) throw notFound("Conversation", conversationId);
  return row.jobs;
}
