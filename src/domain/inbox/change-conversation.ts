import { run, type Statement } from "@/infra/database/statement";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

/** Runs a statement of changeConversationSql. @throws NOT_FOUND, also for what is another organization's. */
export async function changeConversation(
  { organizationId, actor }: Agent,
  conversationId: number,
  change: { statement: Statement; values?: unknown[] },
): Promise<void> {
  const { statement, values = [] } = change;
  const rows = await run(statement, [conversationId, organizationId, actor, ...values]);
  if (rows.length === 0) throw notFound("Conversation", conversationId);
}
