// A turn is what a runner needs to know to answer: the conversation as it stands, who the customer is, how to reach
// Meta, the messages so far, and which other jobs of the conversation the same reply would answer.

import type { ConversationMode, MessageDirection } from "@/infra/database/generated/enums";

export interface Turn {
  conversationId: number;
  mode: ConversationMode;
  /** Whether the bot's own handover is what made the mode HUMAN. */
  handoverJobId: number | null;
  /** Conversation.inboundCount when this was read. */
  inboundCount: number;
  /** Waiting jobs of the conversation, whose messages are in the history. */
  waitingJobIds: number[];
  history: HistoryMessage[];
  customer: { phone: string | null; userId: string | null; name: string | null };
  integration: { id: string; phoneNumberId: string; accessTokenEncrypted: string | null };
  business: { name: string; botInstructions: string | null };
}

export interface HistoryMessage {
  id: number;
  direction: MessageDirection;
  type: string;
  body: string | null;
}

/** Messages of the history that a reply can take into account. */
const HISTORY_MAX = 40;

/**
 * The turn of each job of `jobs` (an expression with id and "conversationId") as one JSON value. It is read in one
 * snapshot: the count, the waiting jobs and the messages belong together.
 */
export function turnSql(jobs: string): string {
  return `json_build_object(
    'conversationId', c.id, 'mode', c.mode, 'handoverJobId', c."handoverJobId", 'inboundCount', c."inboundCount",
    'waitingJobIds', (
      SELECT coalesce(json_agg(q.id ORDER BY q.id), '[]') FROM "OutboundJob" q
      WHERE q."conversationId" = c.id AND q.status = 'queued' AND q.id <> ${jobs}.id),
    'history', (
      SELECT coalesce(json_agg(json_build_object(
        'id', h.id, 'direction', h.direction, 'type', h.type, 'body', h.body) ORDER BY h.id), '[]')
      FROM (
        SELECT m.id, m.direction, m.type, m.body FROM "Message" m
        WHERE m."conversationId" = c.id AND m.status <> 'FAILED'
        ORDER BY m.id DESC LIMIT ${HISTORY_MAX}
      ) h),
    'customer', json_build_object('phone', contact.phone, 'userId', contact."userId", 'name', contact."profileName"),
    'integration', json_build_object('id', i.id, 'phoneNumberId', i."phoneNumberId",
      'accessTokenEncrypted', i."accessTokenEncrypted"),
    'business', json_build_object('name', o.name, 'botInstructions', o."botInstructions"))`;
}

/** The joins that `turnSql` speaks of. */
export function turnJoinsSql(jobs: string): string {
  return `JOIN "Conversation" c ON c.id = ${jobs}."conversationId"
    JOIN "Contact" contact ON contact.id = c."contactId"
    JOIN "Integration" i ON i.id = c."integrationId"
    JOIN "Organization" o ON o.id = c."organizationId"`;
}
