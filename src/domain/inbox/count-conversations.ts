import { inOrganization } from "@/infra/database/in-organization";
import { type State, stateSql, type View, viewSql } from "./views-sql";

export interface ConversationCounts {
  views: Record<View, number>;
  states: Record<State, number>;
  notifications: number;
}

const countSql = (condition: string) => `count(*) FILTER (WHERE ${condition})::int`;
const viewCountSql = (view: View) =>
  `'${view}', ${countSql(`${stateSql("open")} AND ${viewSql(view, () => "$2")}`)}`;

const viewCountsSql = (["mine", "unassigned", "bot", "waiting", "all"] as const).map(viewCountSql).join(", ");
const stateCountsSql = (["open", "snoozed", "closed", "deleted"] as const)
  .map((state) => `'${state}', ${countSql(stateSql(state))}`)
  .join(", ");

const statement = {
  name: "count_conversations",
  text: `
  SELECT
    json_build_object(${viewCountsSql}) AS views,
    json_build_object(${stateCountsSql}) AS states,
    (SELECT count(*)::int FROM "Notification" n WHERE n."organizationId" = $1 AND n."readAt" IS NULL
      AND (n."userId" IS NULL OR n."userId" = $2) AND (n."snoozedUntil" IS NULL OR n."snoozedUntil" <= now())) AS notifications
  FROM "Conversation" c WHERE c."organizationId" = $1 AND c."lastMessageAt" IS NOT NULL`,
};

/** How many conversations each tab has. */
export async function countConversations(
  organizationId: string,
  userId: string,
): Promise<ConversationCounts> {
  const [counts] = await inOrganization(organizationId, (ask) =>
    ask<ConversationCounts & Record<string, unknown>>(statement, [organizationId, userId]),
  );
  return counts as ConversationCounts;
}
