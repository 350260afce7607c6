// Notes and events of conversations, which stand between the messages.

import type { Ask } from "@/infra/database/statement";
import type { EventItem, NoteItem } from "./thread-item";

/** Of one page; nobody reads more between two messages. */
const SIDE_ITEMS_MAX = 500;

/**
 * A handover of the bot's is no audit event: the notification that it wrote tells it. Both have ids of their own, which must
 * not meet: even ones are the audit's, odd ones the notifications'.
 */
const noteSql = `
  SELECT 'note' AS kind, n.id, n."conversationId", n."createdAt" AS at, n.body, n."authorId", u.name AS "authorName",
    NULL AS action, NULL AS "actorName", NULL::jsonb AS details
  FROM "ConversationNote" n LEFT JOIN "User" u ON u.id = n."authorId"`;
const eventSql = `
  SELECT 'event', a.id * 2, a."entityId"::bigint, a."createdAt", NULL, NULL, NULL, a.action,
    coalesce(u.name, nullif(a.actor, 'system')), a.details
  FROM "AuditEvent" a LEFT JOIN "User" u ON u.id = substring(a.actor FROM '^user:(.*)$')`;
const handoverSql = `
  SELECT 'event', h.id * 2 + 1, h."conversationId", h."createdAt", NULL, NULL, NULL, 'handover', NULL,
    jsonb_build_object('reason', h.body)
  FROM "Notification" h`;

const betweenSql = (column: string) => `${column} >= $3 AND ${column} < $4`;

const statement = {
  name: "side_items",
  text: `
  SELECT * FROM (
    ${noteSql}
    WHERE n."conversationId" = $1 AND n."organizationId" = $2 AND ${betweenSql(`n."createdAt"`)}
    UNION ALL
    ${eventSql}
    WHERE a.entity = 'Conversation' AND a."entityId" = $1::bigint::text AND a."organizationId" = $2 AND ${betweenSql(`a."createdAt"`)}
    UNION ALL
    ${handoverSql}
    WHERE h."conversationId" = $1 AND h."organizationId" = $2 AND h.kind = 'HANDOVER' AND ${betweenSql(`h."createdAt"`)}
  ) item ORDER BY at DESC LIMIT ${SIDE_ITEMS_MAX}`,
};

const byIdStatement = {
  name: "side_items_by_id",
  text: `
  ${noteSql} WHERE n."organizationId" = $1 AND n.id = ANY ($2::bigint[])
  UNION ALL
  ${eventSql} WHERE a."organizationId" = $1 AND a.entity = 'Conversation' AND a.id = ANY ($3::bigint[])
  UNION ALL
  ${handoverSql} WHERE h."organizationId" = $1 AND h.kind = 'HANDOVER'
    AND h."conversationId" IS NOT NULL AND h.id = ANY ($4::bigint[])`,
};

interface StoredSideItem extends Record<string, unknown> {
  kind: "note" | "event";
  id: number;
  conversationId: number;
  at: Date;
  body: string | null;
  authorId: string | null;
  authorName: string | null;
  action: string | null;
  actorName: string | null;
  details: Record<string, unknown> | null;
}

/** `from` counts, `to` does not. */
export async function readSideItems(
  ask: Ask,
  { organizationId, conversationId }: { organizationId: string; conversationId: number },
  { from, to }: { from: Date | "-infinity"; to: Date | "infinity" },
): Promise<(NoteItem | EventItem)[]> {
  const rows = await ask<StoredSideItem>(statement, [conversationId, organizationId, from, to]);
  return rows.map(toSideItem);
}

/** The same by their ids: of notes, of the audit, of notifications. */
export async function readSideItemsById(
  ask: Ask,
  organizationId: string,
  { notes, events, handovers }: { notes: number[]; events: number[]; handovers: number[] },
): Promise<{ conversationId: number; item: NoteItem | EventItem }[]> {
  if (notes.length + events.length + handovers.length === 0) return [];
  const rows = await ask<StoredSideItem>(byIdStatement, [organizationId, notes, events, handovers]);
  return rows.map((row) => ({ conversationId: row.conversationId, item: toSideItem(row) }));
}

function toSideItem(stored: StoredSideItem): NoteItem | EventItem {
  const { kind, id, at, body, authorId, authorName, action, actorName, details } = stored;
  if (kind === "note") return { kind, id, at, body: body ?? "", authorId, authorName };
  return { kind, id, at, action: action ?? "", actorName, details: details ?? {} };
}
