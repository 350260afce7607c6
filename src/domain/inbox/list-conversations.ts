import { inOrganization } from "@/infra/database/in-organization";
import { AppError } from "@/lib/errors";
import {
  type ConversationRow,
  rowColumnsSql,
  rowJoinsSql,
  type StoredConversation,
  toRow,
} from "./conversation-row";
import { findMatches, type Matches } from "./find-matches";
import { type SearchValues, searchValues, wordsSql } from "./search-sql";
import { isListedSql, type State, stateSql, type View, viewSql } from "./views-sql";

export interface ListFilter {
  organizationId: string;
  /** Who asks: "mine" is theirs. */
  userId: string;
  view: View;
  state: State;
  search?: string | undefined;
  label?: number | undefined;
  integration?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Each combination is a statement of its own: a plan that serves all of them serves none. */
function listQuery(filter: ListFilter, search: Found | null) {
  const { view, state, label, integration } = filter;
  const from = readCursor(filter.cursor);
  const values: unknown[] = [];
  const parameterSql = (value: unknown) => `$${values.push(value)}`;
  const organizationSql = parameterSql(filter.organizationId);
  const conditions = {
    [`${view}_${state}`]: `${stateSql(state)} AND ${viewSql(view, () => parameterSql(filter.userId))}`,
    ...(label !== undefined && {
      label: `EXISTS (SELECT 1 FROM "ConversationLabel" cl WHERE cl."conversationId" = c.id AND cl."labelId" = ${parameterSql(label)})`,
    }),
    ...(integration !== undefined && { integration: `c."integrationId" = ${parameterSql(integration)}` }),
    ...(search && searchCondition(search, parameterSql)),
  };
  const conditionSql = Object.values(conditions).join(" AND ");
  const text = `
    WITH page AS MATERIALIZED (
      SELECT c.id FROM "Conversation" c
      WHERE c."organizationId" = ${organizationSql} AND ${conditionSql}
        -- Without any message yet, there is nothing to show.
        AND (c."lastMessageAt", c.id) < (${parameterSql(from.at)}::timestamptz, ${parameterSql(from.id)}::bigint)
      ORDER BY c."lastMessageAt" DESC, c.id DESC LIMIT ${parameterSql(filter.limit + 1)}
    )
    SELECT ${rowColumnsSql}, ${isListedSql("p")} AS "isListed"
    FROM page JOIN "Conversation" c ON c.id = page.id ${rowJoinsSql}
    ORDER BY c."lastMessageAt" DESC, c.id DESC`;
  return { statement: { name: ["list_conversations", ...Object.keys(conditions)].join("_"), text }, values };
}

type Found = Matches & { values: SearchValues };

/** A word that is in very many messages is soon met by going through the newest conversations. */
function searchCondition({ ids, isCommon, values }: Found, parameterSql: (value: unknown) => string) {
  const isFound = `c.id = ANY (${parameterSql(ids)}::bigint[])`;
  if (!isCommon) return { search: isFound };
  const words = wordsSql({ small: parameterSql(values.small), capitals: parameterSql(values.capitals) });
  const isSaid = `EXISTS (
    SELECT 1 FROM "Message" s WHERE s."conversationId" = c.id AND to_tsvector('simple', s.body) @@ ${words} OFFSET 0)`;
  return { search_common: `(${isSaid} OR ${isFound})` };
}

export interface ConversationPage {
  conversations: ConversationRow[];
  nextCursor: string | null;
}

/** Conversations of a tab, those with the newest messages first. @throws INVALID_INPUT for a cursor that is none of ours. */
export async function listConversations(filter: ListFilter): Promise<ConversationPage> {
  const { organizationId, limit } = filter;
  const search = searchValues(filter.search);
  const matches = search && { ...(await findMatches(organizationId, search)), values: search };
  const { statement, values } = listQuery(filter, matches);
  const found = await inOrganization(organizationId, (ask) =>
    ask<StoredConversation & { isListed: boolean }>(statement, values),
  );
  const page = found.slice(0, limit);
  return {
    conversations: page.filter(({ isListed }) => isListed).map(toRow),
    nextCursor: found.length > limit ? writeCursor(page.at(-1)) : null,
  };
}

const cursorShape = /^(\d{1,15})-(\d{1,16})$/;

function readCursor(cursor: string | undefined): { at: string; id: number } {
  if (cursor === undefined || cursor === "") return { at: "infinity", id: 0 };
  const [, at, id] = cursorShape.exec(cursor) ?? [];
  if (at !== undefined && id !== undefined && Number(at) < 8.64e15)
    return { at: new Date(Number(at)).toISOString(), id: Number(id) };
  const publicMessage = "The cursor is none that this list has given.";
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}

function writeCursor(last: StoredConversation | undefined): string | null {
  return last?.lastMessageAt ? `${last.lastMessageAt.getTime()}-${last.id}` : null;
}
