import { inOrganization } from "@/infra/database/in-organization";
import { saysSomethingSql } from "./author-sql";
import {
  type ConversationRow,
  rowColumnsSql,
  rowJoinsSql,
  type StoredConversation,
  toRow,
} from "./conversation-row";
import { messageColumnsSql, messageJoinsSql, reactedToSql } from "./message-item-sql";
import { readSideItemsById } from "./side-items";
import { type StoredMessage, type ThreadItem, toItem } from "./thread-item";
import { isListedSql } from "./views-sql";

export interface ChangedIds {
  conversations: number[];
  messages: number[];
  notes: number[];
  /** Of the audit. */
  events: number[];
  /** Notifications that the bot has handed over. */
  handovers: number[];
}

export interface Changed {
  conversations: ConversationRow[];
  items: { conversationId: number; item: ThreadItem }[];
  /** Conversations that are not there any more. */
  gone: number[];
}

/** A reaction is a change of the message it is about. */
const messagesStatement = {
  name: "read_changed_messages",
  text: `
  WITH wanted AS MATERIALIZED (
    SELECT DISTINCT coalesce(${reactedToSql("n")}, n.id) AS id FROM "Message" n
    WHERE n.id = ANY ($1::bigint[]) AND n."organizationId" = $2 AND ${saysSomethingSql("n")}
  )
  SELECT ${messageColumnsSql} FROM wanted JOIN "Message" m ON m.id = wanted.id ${messageJoinsSql}
  ORDER BY m.id`,
};

const rowsStatement = {
  name: "read_changed_conversations",
  text: `
  SELECT ${rowColumnsSql}, ${isListedSql("p")} AS "isListed" FROM "Conversation" c ${rowJoinsSql}
  WHERE c.id = ANY ($1::bigint[]) AND c."organizationId" = $2
  ORDER BY c."lastMessageAt" DESC NULLS LAST, c.id DESC`,
};

/** Rows and items as they are now, for whoever has been told that they have changed. */
export function readChanged(organizationId: string, ids: ChangedIds): Promise<Changed> {
  return inOrganization(organizationId, async (ask) => {
    const messages =
      ids.messages.length > 0
        ? await ask<StoredMessage>(messagesStatement, [ids.messages, organizationId])
        : [];
    const beside = await readSideItemsById(ask, organizationId, ids);
    const wanted = new Set([
      ...ids.conversations,
      ...messages.map(({ conversationId }) => conversationId),
      ...beside.map(({ conversationId }) => conversationId),
    ]);
    const rows =
      wanted.size > 0
        ? await ask<StoredConversation & { isListed: boolean }>(rowsStatement, [[...wanted], organizationId])
        : [];
    const found = new Set(rows.map(({ id }) => id));
    return {
      conversations: rows.filter(({ isListed }) => isListed).map(toRow),
      items: [
        ...messages.map((stored) => ({ conversationId: stored.conversationId, item: toItem(stored) })),
        ...beside,
      ],
      gone: [...wanted].filter((id) => !found.has(id)),
    };
  });
}
