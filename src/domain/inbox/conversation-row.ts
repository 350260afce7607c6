// A line of the list. The same columns serve the list, one conversation, and what has changed (src/domain/live).

import { describeMessage } from "@/domain/orchestrator";
import { isGroupSql } from "@/domain/outbound";
import { epochMsSql } from "@/infra/database/epoch-ms-sql";
import type { ConversationMode, ConversationStatus } from "@/infra/database/generated/enums";
import {
  type Author,
  authorSql,
  isUnknownSql,
  jobOfMessageSql,
  type ShownStatus,
  saysSomethingSql,
  shownStatusSql,
} from "./author-sql";

export const labelColors = [
  "gray",
  "red",
  "orange",
  "yellow",
  "green",
  "teal",
  "blue",
  "purple",
  "pink",
] as const;

export interface ConversationRow {
  id: number;
  customer: { id: number; name: string; phone: string | null; username: string | null; isGroup: boolean };
  integration: { id: string; name: string; displayPhoneNumber: string | null };
  status: ConversationStatus;
  snoozedUntil: Date | null;
  deletedAt: Date | null;
  mode: ConversationMode;
  isWaiting: boolean;
  handoverReason: string | null;
  assignee: { id: string; name: string } | null;
  unread: number;
  last: {
    author: Author;
    authorName: string | null;
    type: string;
    preview: string;
    status: ShownStatus;
    at: Date;
  } | null;
  windowClosesAt: Date | null;
  hasFailed: boolean;
  hasUnknown: boolean;
  isOptedOut: boolean;
  labels: { id: number; name: string; color: (typeof labelColors)[number] }[];
  lastMessageAt: Date | null;
}

/** What unread and failed are counted among: the newest of a conversation, so that a long one costs no more than a short one. */
const RECENT_MAX = 40;
const PREVIEW_MAX = 160;
const WINDOW_MS = 24 * 3_600_000;

/** A person has to do something: the bot stepped back, and nobody has written since the customer did. */
export function isWaitingSql(conversation: string): string {
  return `(${conversation}.mode = 'HUMAN' AND ${conversation}.status = 'OPEN' AND ${conversation}."deletedAt" IS NULL
    AND (${conversation}."personActiveAt" IS NULL OR ${conversation}."lastInboundAt" > ${conversation}."personActiveAt"))`;
}

/** A snooze that is over counts for nothing. */
export function isSnoozedSql(conversation: string): string {
  return `(${conversation}."snoozedUntil" IS NOT NULL AND ${conversation}."snoozedUntil" > now())`;
}

/** Columns of a conversation c; `rowJoinsSql` has what they speak of. */
export const rowColumnsSql = `
  c.id, c.status, CASE WHEN ${isSnoozedSql("c")} THEN c."snoozedUntil" END AS "snoozedUntil", c."deletedAt", c.mode,
  ${isWaitingSql("c")} AS "isWaiting", c."handoverReason", c."lastInboundAt", c."lastMessageAt",
  json_build_object('id', p.id, 'name', coalesce(p.name, p."profileName", p.username, p.phone, p."userId", p.address),
    'phone', p.phone, 'username', p.username, 'isGroup', ${isGroupSql("p")}) AS customer,
  p."optedOutAt" IS NOT NULL AS "isOptedOut",
  json_build_object('id', i.id, 'name', i.name, 'displayPhoneNumber', i."displayPhoneNumber") AS integration,
  CASE WHEN assignee.id IS NOT NULL THEN json_build_object('id', assignee.id, 'name', assignee.name) END AS assignee,
  recent.unread, recent."hasFailed", recent."hasUnknown", last.message AS last,
  (SELECT coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'color', l.color) ORDER BY l.name), '[]')
    FROM "ConversationLabel" cl JOIN "Label" l ON l.id = cl."labelId" WHERE cl."conversationId" = c.id) AS labels`;

export const rowJoinsSql = `
  JOIN "Contact" p ON p.id = c."contactId"
  JOIN "Integration" i ON i.id = c."integrationId"
  LEFT JOIN "User" assignee ON assignee.id = c."assigneeId"
  CROSS JOIN LATERAL (
    SELECT least(10, count(*) FILTER (WHERE r.direction = 'INBOUND' AND r.type NOT IN ('reaction', 'edit', 'revoke')
        AND r."createdAt" > coalesce(c."readAt", '-infinity')))::int AS unread,
      -- What a later message of ours has made good is no mark any more.
      coalesce(max(r.id) FILTER (WHERE r.status = 'FAILED')
        > coalesce(max(r.id) FILTER (WHERE r.status IN ('SENT', 'DELIVERED', 'READ')), 0), false) AS "hasFailed",
      coalesce(bool_or(${isUnknownSql("r")}), false) AS "hasUnknown"
    FROM (
      SELECT n.id, n.direction, n.type, n.status, n."createdAt" FROM "Message" n
      WHERE n."conversationId" = c.id ORDER BY n.id DESC LIMIT ${RECENT_MAX}
    ) r
  ) recent
  LEFT JOIN LATERAL (
    SELECT json_build_object('author', ${authorSql("m")}, 'authorName', writer.name, 'type', m.type, 'body', left(m.body, 1000),
      'content', m.content, 'direction', m.direction, 'isRevoked', m."revokedAt" IS NOT NULL,
      'durationMs', (SELECT a."durationMs" FROM "MediaAsset" a WHERE a."messageId" = m.id LIMIT 1),
      'status', ${shownStatusSql("m")}, 'at', ${epochMsSql(`coalesce(m."sentAt", m."createdAt")`)}) AS message
    FROM (
      SELECT * FROM "Message" n WHERE n."conversationId" = c.id AND ${saysSomethingSql("n")}
      ORDER BY n.id DESC LIMIT 1
    ) m
    ${jobOfMessageSql("m")}
  ) last ON true`;

interface StoredLast {
  author: Author;
  authorName: string | null;
  type: string;
  body: string | null;
  content: unknown;
  direction: "INBOUND" | "OUTBOUND";
  isRevoked: boolean;
  durationMs: number | null;
  status: ShownStatus;
  at: number;
}

export type StoredConversation = Omit<ConversationRow, "last" | "windowClosesAt"> & {
  last: StoredLast | null;
  lastInboundAt: Date | null;
};

/** What is shown of what is stored. */
export function toRow(stored: StoredConversation): ConversationRow {
  const { last, lastInboundAt } = stored;
  return {
    ...stored,
    windowClosesAt: lastInboundAt && new Date(lastInboundAt.getTime() + WINDOW_MS),
    last: last && {
      author: last.author,
      authorName: last.authorName,
      type: last.type,
      preview: preview(last),
      status: last.status,
      at: new Date(last.at),
    },
  };
}

function preview(message: StoredLast): string {
  const words = describeMessage({ ...message, id: 0, isEdited: false, quoted: null });
  const characters = [...words.replaceAll(/\s+/g, " ").trim()];
  return characters.length > PREVIEW_MAX
    ? `${characters.slice(0, PREVIEW_MAX - 1).join("")}…`
    : characters.join("");
}
