import type { Agent } from "./agent";
import { changeConversation } from "./change-conversation";
import { changeConversationSql } from "./change-conversation-sql";

const statement = {
  name: "reopen_conversation",
  text: changeConversationSql({
    setSql: `status = 'OPEN'`,
    isNewSql: `c.status <> 'OPEN'`,
    actionSql: "'reopen'",
  }),
};

/** Brings a closed conversation back. Safe to repeat. */
export function reopenConversation(agent: Agent, conversationId: number): Promise<void> {
  return changeConversation(agent, conversationId, { statement });
}
