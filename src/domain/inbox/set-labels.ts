import { inTransaction } from "@/infra/database/transaction";
import type { Agent } from "./agent";
import { lockConversation } from "./lock-conversation";
import { notFound } from "./require-own";

const statement = {
  name: "set_labels",
  text: `
  WITH wanted AS MATERIALIZED (
    SELECT l.id, l.name FROM "Label" l WHERE l."organizationId" = $2 AND l.id = ANY($4::bigint[]) FOR KEY SHARE
  ),
  -- All of them, or none.
  asked AS (
    SELECT c.id, c."organizationId" FROM "Conversation" c
    WHERE c.id = $1 AND c."organizationId" = $2 AND (SELECT count(*) FROM wanted) = $5
  ),
  removed AS (
    DELETE FROM "ConversationLabel" cl USING asked
    WHERE cl."conversationId" = asked.id AND cl."labelId" <> ALL($4::bigint[])
    RETURNING cl."labelId"
  ),
  added AS (
    INSERT INTO "ConversationLabel" ("conversationId", "labelId")
    SELECT asked.id, wanted.id FROM asked, wanted ORDER BY wanted.id
    ON CONFLICT DO NOTHING
    RETURNING "labelId"
  ),
  change AS (
    SELECT ARRAY(SELECT w.name FROM added JOIN wanted w ON w.id = added."labelId" ORDER BY w.name) AS added,
      ARRAY(SELECT l.name FROM removed JOIN "Label" l ON l.id = removed."labelId" ORDER BY l.name) AS removed
  ),
  touched AS (
    UPDATE "Conversation" c SET "updatedAt" = now() FROM asked, change
    WHERE c.id = asked.id AND (change.added <> '{}' OR change.removed <> '{}')
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT asked."organizationId", $3, 'label', 'Conversation', asked.id::text, to_jsonb(change)
    FROM asked, change WHERE change.added <> '{}' OR change.removed <> '{}'
  )
  SELECT asked.id FROM asked`,
};

/** Gives a conversation these labels and no others. Safe to repeat. @throws NOT_FOUND for it, or one of the labels. */
export async function setLabels(
  { organizationId, actor }: Agent,
  conversationId: number,
  labelIds: number[],
): Promise<void> {
  const ids = [...new Set(labelIds)];
  const rows = await inTransaction(async (ask) => {
    await lockConversation(ask, organizationId, conversationId);
    return ask(statement, [conversationId, organizationId, actor, ids, ids.length]);
  });
  if (rows.length === 0) throw notFound("Label", ids.join());
}
