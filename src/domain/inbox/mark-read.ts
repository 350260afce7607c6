import { run } from "@/infra/database/statement";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

const statement = {
  name: "mark_read",
  text: `
  WITH changed AS (
    UPDATE "Conversation" c SET "readAt" = now() WHERE c.id = $1 AND c."organizationId" = $2
      AND EXISTS (SELECT 1 FROM "Message" m WHERE m."conversationId" = c.id AND m.direction = 'INBOUND'
        AND m."createdAt" > coalesce(c."readAt", '-infinity'))
  )
  SELECT id FROM "Conversation" WHERE id = $1 AND "organizationId" = $2`,
};

/**
 * Somebody has seen everything up to now. A mark, not a deed: it is set whenever somebody looks, and is not audited. Safe to
 * repeat. @throws NOT_FOUND.
 */
export async function markRead({ organizationId }: Agent, conversationId: number): Promise<void> {
  const rows = await run(statement, [conversationId, organizationId]);
  if (rows.length === 0) throw notFound("Conversation", conversationId);
}
