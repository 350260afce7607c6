import { inOrganization } from "@/infra/database/in-organization";
import type { Agent } from "./agent";
import { changeConversation } from "./change-conversation";
import { changeConversationSql } from "./change-conversation-sql";
import { notFound } from "./require-own";

const statement = {
  name: "assign_conversation",
  text: changeConversationSql({
    setSql: `"assigneeId" = $4`,
    isNewSql: `c."assigneeId" IS DISTINCT FROM $4`,
    actionSql: "'assign'",
    detailsSql: `jsonb_build_object('assigneeId', $4::text, 'assigneeName', (SELECT u.name FROM "User" u WHERE u.id = $4),
      'fromName', (SELECT u.name FROM "User" u WHERE u.id = before."assigneeId"))`,
  }),
};

const assignable = {
  name: "assignable_user",
  text: `SELECT id FROM "User" WHERE "organizationId" = $1 AND id = $2 AND "disabledAt" IS NULL`,
};

/** Gives a conversation to a person of the organization, or to nobody. Safe to repeat. @throws NOT_FOUND for either. */
export async function assignConversation(
  agent: Agent,
  conversationId: number,
  assigneeId: string | null,
): Promise<void> {
  const { organizationId } = agent;
  if (assigneeId !== null) {
    const people = await inOrganization(organizationId, (ask) =>
      ask(assignable, [organizationId, assigneeId]),
    );
    if (people.length === 0) throw notFound("User", assigneeId);
  }
  await changeConversation(agent, conversationId, { statement, values: [assigneeId] });
}

const ifNobody = {
  name: "assign_if_nobody",
  text: changeConversationSql({
    setSql: `"assigneeId" = $4`,
    isNewSql: `c."assigneeId" IS NULL`,
    actionSql: "'assign'",
    detailsSql: `jsonb_build_object('assigneeId', $4::text, 'assigneeName', (SELECT u.name FROM "User" u WHERE u.id = $4))`,
  }),
};

/** Takes a conversation that nobody has; somebody else's stays theirs. */
export function assignIfNobody(agent: Agent, conversationId: number): Promise<void> {
  return changeConversation(agent, conversationId, { statement: ifNobody, values: [agent.user.id] });
}
