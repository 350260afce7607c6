import { inOrganization } from "@/infra/database/in-organization";
import type { Ask } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { saysSomethingSql } from "./author-sql";
import { messageColumnsSql, messageJoinsSql, reactedToSql } from "./message-item-sql";
import { readSideItems } from "./side-items";
import { inOrder, type StoredMessage, type ThreadItem, toItem } from "./thread-item";

export interface ThreadQuery {
  organizationId: string;
  conversationId: number;
  /** Of the page before. */
  before?: string | undefined;
  limit: number;
}

export interface ThreadPage {
  /** In the order they happened. */
  items: ThreadItem[];
  /** For the page of older ones; null: there are none. */
  before: string | null;
}

const existsStatement = {
  name: "conversation_exists",
  text: `SELECT 1 FROM "Conversation" WHERE id = $1 AND "organizationId" = $2`,
};

const messagesStatement = {
  name: "read_thread",
  text: `
  WITH page AS MATERIALIZED (
    SELECT n.id FROM "Message" n
    WHERE n."conversationId" = $1 AND n."organizationId" = $2 AND n.id < $3 AND ${saysSomethingSql("n")} AND ${reactedToSql("n")} IS NULL
    ORDER BY n.id DESC LIMIT $4
  )
  SELECT ${messageColumnsSql} FROM page JOIN "Message" m ON m.id = page.id ${messageJoinsSql}
  ORDER BY m.id DESC`,
};

/** Messages are paged by their ids; notes and events come with the messages they stand between. @throws NOT_FOUND, INVALID_INPUT. */
export function readThread(query: ThreadQuery): Promise<ThreadPage> {
  const from = readBefore(query.before);
  return inOrganization(query.organizationId, (ask) => readPage(ask, query, from));
}

async function readPage(ask: Ask, query: ThreadQuery, from: Before): Promise<ThreadPage> {
  const { organizationId, conversationId, limit } = query;
  const [exists] = await ask(existsStatement, [conversationId, organizationId]);
  if (!exists) throw new AppError("NOT_FOUND", `No conversation ${conversationId}`);
  const found = await ask<StoredMessage>(messagesStatement, [
    conversationId,
    organizationId,
    from.id,
    limit + 1,
  ]);
  const page = found.slice(0, limit);
  const oldest = found.length > limit ? page.at(-1) : undefined;
  const since = oldest && earlier(oldest.createdAt, from.at);
  const span = { from: since ?? ("-infinity" as const), to: from.at };
  const beside = await readSideItems(ask, { organizationId, conversationId }, span);
  return {
    items: inOrder([...page.map(toItem), ...beside]),
    before: oldest && since ? `${oldest.id}-${since.getTime()}` : null,
  };
}

/** A message that was tried again is younger than its id says; what stands between must be on one page only. */
function earlier(at: Date, than: Date | "infinity"): Date {
  return than !== "infinity" && than < at ? than : at;
}

interface Before {
  id: number;
  at: Date | "infinity";
}

const beforeShape = /^(\d{1,16})-(\d{1,15})$/;

function readBefore(before: string | undefined): Before {
  if (before === undefined || before === "") return { id: Number.MAX_SAFE_INTEGER, at: "infinity" };
  const [, id, at] = beforeShape.exec(before) ?? [];
  if (id !== undefined && at !== undefined && Number(at) < 8.64e15)
    return { id: Number(id), at: new Date(Number(at)) };
  const publicMessage = "This place is none that the thread has given.";
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
