import type { Agent } from "./agent";
import { changeConversation } from "./change-conversation";
import { changeConversationSql } from "./change-conversation-sql";

const statement = {
  name: "close_conversation",
  text: changeConversationSql({
    setSql: `status = 'CLOSED', "snoozedUntil" = NULL`,
    isNewSql: `c.status <> 'CLOSED'`,
    actionSql: "'close'",
  }),
};

/** Marks a conversation as dealt with. Whoever speaks in it goes on; the customer's next message opens it again. Safe to repeat. */
export function closeConversation(agent: Agent, conversationId: number): Promise<void> {
  return changeConversation(agent, conversationId, { statement });
}
