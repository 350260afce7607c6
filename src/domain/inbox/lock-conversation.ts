import type { Ask } from "@/infra/database/statement";
import { notFound } from "./require-own";

const statement = {
  name: "lock_conversation",
  text: `SELECT id FROM "Conversation" WHERE id = $1 AND "organizationId" = $2 FOR NO KEY UPDATE`,
};

/**
 * Changes of one conversation one after the other: whoever comes second sees what the first has written, which a statement
 * that waits for a lock does not. @throws NOT_FOUND, also for what is another organization's.
 */
export async function lockConversation(
  ask: Ask,
  organizationId: string,
  conversationId: number,
): Promise<void> {
  const rows = await ask(statement, [conversationId, organizationId]);
  if (rows.length === 0) throw notFound("Conversation", conversationId);
}
