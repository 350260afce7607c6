import { run } from "@/infra/database/statement";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

const statement = {
  name: "mark_unread",
  text: `
  WITH last AS (
    SELECT m."createdAt" FROM "Message" m WHERE m."conversationId" = $1 AND m.direction = 'INBOUND'
      AND m.type NOT IN ('reaction', 'edit', 'revoke')
    ORDER BY m.id DESC LIMIT 1
  ),
  changed AS (
    UPDATE "Conversation" c SET "readAt" = last."createdAt" - interval '1 millisecond' FROM last
    WHERE c.id = $1 AND c."organizationId" = $2 AND c."readAt" >= last."createdAt"
  )
  SELECT id FROM "Conversation" WHERE id = $1 AND "organizationId" = $2`,
};

/** Has the customer's last message count as not seen, so that nobody forgets it. Safe to repeat. @throws NOT_FOUND. */
export async function markUnread({ organizationId }: Agent, conversationId: number): Promise<void> {
  const rows = await run(statement, [conversationId, organizationId]);
  if (rows.length === 0) throw notFound("Conversation", conversationId);
}
