// A turn is what a runner needs to know to answer: the conversation as it stands, who the customer is, how to reach
// Meta, the messages so far, and which other jobs of the conversation the same reply would answer.

import type { OpenTurn } from "@/domain/ai-turns";
import type { StoredHours } from "@/domain/integrations";
import { epochMsSql } from "@/infra/database/epoch-ms-sql";
import type { ConversationMode, MessageDirection } from "@/infra/database/generated/enums";
import { isGroupSql } from "./group-sql";
import { isSilencedSql } from "./silenced-sql";

export interface Turn {
  conversationId: number;
  mode: ConversationMode;
  /** Whether the bot's own handover is what made the mode HUMAN. */
  handoverJobId: number | null;
  /** Conversation.inboundCount when this was read. */
  inboundCount: number;
  /** Waiting jobs of the conversation, whose messages are in the history. */
  waitingJobIds: number[];
  /** The messages that nobody has answered yet: the job's own and those of the waiting jobs. */
  unansweredMessageIds: number[];
  history: HistoryMessage[];
  customer: {
    phone: string | null;
    userId: string | null;
    name: string | null;
    isGroup: boolean;
    isOptedOut: boolean;
  };
  /** Refusals of this customer's messages for the pair rate since the last that Meta took. */
  pairRefusals: number;
  integration: TurnIntegration;
  business: { name: string };
  /** The newest version, as it is stored (parsePersona); null where the organization has none. */
  storedPersona: { version: number; content: unknown } | null;
  /** Whether there is any passage to search. */
  hasKnowledge: boolean;
  contactId: number;
  /** What is known of what they want; null before anything is. */
  lead: { details: Record<string, unknown> } | null;
  /** What it writes about by itself, when no message asks for this reply. */
  followUp: { note: string; seenCount: number } | null;
  /** By the database's clock, in epoch milliseconds: when the customer was last told that a person takes over. */
  handoverToldAt: number | null;
  /** Why it was handed over; where the bot speaks, nobody has come for that. */
  handoverReason: string | null;
  /** What an earlier attempt at this job has left unfinished. */
  openTurn: OpenTurn | null;
  /** By the database's clock, in epoch milliseconds: when this was read, and when the 24 h window closes. */
  readAt: number;
  windowClosesAt: number | null;
  /** The newest message that nobody has answered: what a read receipt names. */
  newestInbound: { wamid: string; sentAt: number } | null;
}

export interface TurnIntegration {
  id: string;
  phoneNumberId: string;
  accessTokenEncrypted: string | null;
  /** Messages a second that may go out now: fewer than Meta allows for a while after Meta has said "too fast". */
  sendsPerSecond: number;
  /** As they are stored; see openingAt and quietUntil in src/domain/integrations/hours.ts. */
  hours: StoredHours;
}

export interface HistoryMessage {
  id: number;
  direction: MessageDirection;
  type: string;
  body: string | null;
  /** What `type` says more of (Message.content). */
  content: unknown;
  /** The words, or else the type, of the message of this conversation that this one is about. */
  quoted: string | null;
  /** Of a voice note, audio or video, once it is known. */
  durationMs: number | null;
  /** The file of an image, voice note, audio or video that is kept here, and what is said or shown in it where that is known. */
  assetId: string | null;
  transcript: string | null;
  /** Epoch milliseconds: by Meta's clock, or when it was stored here. */
  at: number;
  isEdited: boolean;
  isRevoked: boolean;
}

/** Earlier messages of the conversation that a reply can take into account. */
const HISTORY_MAX = 40;

/** After a pause a number sends at half its speed, after two in a row at a quarter … for this long. */
const SLOW_AFTER_PAUSE = "interval '1 minute'";

/** Waiting messages that one reply answers; somebody who has written more gets another reply for the rest. */
const WAITING_MAX = 50;

/**
 * The turn of each job of `jobs` (an expression with id, "conversationId" and "inboundMessageId") as one JSON value. It
 * is read in one snapshot: the count, the waiting jobs and the messages belong together.
 *
 * The history is in the order in which things were said: a reply that was refused first and then thought anew stands
 * where it was said in the end (its createdAt moves), and what nobody has answered comes last.
 */
export function turnSql(jobs: string): string {
  return `json_build_object(
    'conversationId', c.id, 'mode', CASE WHEN ${isSilencedSql("c")} THEN 'HUMAN' ELSE 'BOT' END,
    'handoverJobId', c."handoverJobId", 'inboundCount', c."inboundCount",
    'pairRefusals', c."pairRefusals", 'waitingJobIds', waiting."jobIds",
    'unansweredMessageIds', array_remove(waiting."messageIds" || ${jobs}."inboundMessageId", NULL),
    'history', (
      SELECT coalesce(json_agg(${historyMessageSql} ORDER BY h."isUnanswered", h."createdAt", h.id), '[]')
      FROM (
        (SELECT m.*, false AS "isUnanswered" FROM "Message" m
        WHERE m."conversationId" = c.id AND ${isSaidSql("m")} AND NOT EXISTS (
          SELECT 1 FROM "OutboundJob" q WHERE q."inboundMessageId" = m.id
            AND (q.id = ${jobs}.id OR (q.status = 'queued' AND ${isOpenSql("q")})))
        ORDER BY m.id DESC LIMIT ${HISTORY_MAX})
        UNION ALL
        SELECT m.*, true FROM "Message" m
        WHERE m.id = ANY (waiting."messageIds" || ${jobs}."inboundMessageId")
      ) h
      ${historyFileSql}),
    'customer', json_build_object('phone', contact.phone, 'userId', coalesce(c."customerUserId", contact."userId"),
      'name', contact."profileName", 'isGroup', ${isGroupSql("contact")},
      'isOptedOut', contact."optedOutAt" IS NOT NULL),
    'readAt', ${epochMsSql("now()")}, 'windowClosesAt', ${epochMsSql(`c."lastInboundAt" + interval '24 hours'`)},
    'newestInbound', (
      SELECT json_build_object('wamid', m."providerMessageId", 'sentAt', ${epochMsSql(`coalesce(m."sentAt", m."createdAt")`)})
      FROM "Message" m WHERE m.id = ANY (waiting."messageIds" || ${jobs}."inboundMessageId")
        AND m."providerMessageId" IS NOT NULL
      ORDER BY m.id DESC LIMIT 1),
    'integration', json_build_object('id', i.id, 'phoneNumberId', i."phoneNumberId",
      'accessTokenEncrypted', i."accessTokenEncrypted", 'sendsPerSecond', CASE
        WHEN i."pausedUntil" > now() - ${SLOW_AFTER_PAUSE} THEN greatest(1, i."sendsPerSecond" >> least(i."pauseCount", 4))
        ELSE i."sendsPerSecond" END,
      'hours', json_build_object('timeZone', i."timeZone", 'quietHours', i."quietHours",
        'businessHours', i."businessHours")),
    'business', json_build_object('name', o.name),
    'storedPersona', (
      SELECT json_build_object('version', persona.version, 'content', persona.content) FROM "Persona" persona
      WHERE persona."organizationId" = c."organizationId" ORDER BY persona.version DESC LIMIT 1),
    'hasKnowledge', EXISTS (SELECT 1 FROM "KnowledgePassage" k WHERE k."organizationId" = c."organizationId"),
    'contactId', c."contactId",
    'lead', (SELECT json_build_object('details', lead.details) FROM "Lead" lead WHERE lead.id = c."leadId"),
    'followUp', (SELECT json_build_object('note', f.note, 'seenCount', f."seenCount") FROM "FollowUp" f WHERE f."jobId" = ${jobs}.id),
    'handoverToldAt', ${epochMsSql(`c."handoverToldAt"`)}, 'handoverReason', c."handoverReason",
    'openTurn', (
      SELECT json_build_object('id', t.id, 'seenCount', t."seenCount", 'inputs', t.inputs, 'steps', t.steps)
      FROM "AiTurn" t WHERE t."jobId" = ${jobs}.id AND t.outcome = 'thinking' AND t.purpose = 'reply'))`;
}

/** A message h as the model is told of it. */
export const historyMessageSql = `json_build_object(
        'id', h.id, 'direction', h.direction, 'type', h.type, 'body', h.body, 'content', h.content,
        'at', ${epochMsSql(`coalesce(h."sentAt", h."createdAt")`)},
        'isEdited', h."editedAt" IS NOT NULL, 'isRevoked', h."revokedAt" IS NOT NULL,
        'quoted', CASE WHEN h."quotedProviderMessageId" IS NOT NULL THEN (
          SELECT coalesce(q.body, '[' || CASE WHEN q."revokedAt" IS NULL THEN q.type ELSE 'deleted' END || ']')
          FROM "Message" q
          WHERE q."providerMessageId" = h."quotedProviderMessageId" AND q."conversationId" = h."conversationId") END,
        'durationMs', file."durationMs", 'transcript', file.transcript,
        'assetId', CASE WHEN file.status = 'stored' THEN file.id END)`;

/** Its file, which `historyMessageSql` speaks of. */
export const historyFileSql = `LEFT JOIN LATERAL (
        SELECT a.id, a."durationMs", a.transcript, a.status FROM "MediaAsset" a
        WHERE h.type IN ('image', 'audio', 'voice', 'video') AND a."messageId" = h.id LIMIT 1
      ) file ON true`;

/** The joins that `turnSql` speaks of. */
export function turnJoinsSql(jobs: string): string {
  return `JOIN "Conversation" c ON c.id = ${jobs}."conversationId"
    JOIN "Contact" contact ON contact.id = c."contactId"
    JOIN "Integration" i ON i.id = c."integrationId"
    JOIN "Organization" o ON o.id = c."organizationId"
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(q.id ORDER BY q.id), '{}') AS "jobIds",
        coalesce(array_agg(q."inboundMessageId" ORDER BY q.id), '{}') AS "messageIds"
      FROM (
        SELECT w.id, w."inboundMessageId" FROM "OutboundJob" w
        WHERE w."conversationId" = c.id AND w.status = 'queued' AND w.id <> ${jobs}.id
          AND w.author = 'BOT' AND w."inboundMessageId" IS NOT NULL AND ${isOpenSql("w")}
        ORDER BY w.id LIMIT ${WAITING_MAX}
      ) q
    ) waiting`;
}

/**
 * Whether another reply can answer a waiting job as well. One of which Meta may have something gets its own reply, and
 * so does one whose words are fixed.
 */
function isOpenSql(job: string): string {
  return `(${job}."partsSent" = 0 AND ${job}.resends = 0 AND ${job}.purpose IS NULL)`;
}

/** Whether a message was said, or may have been: one that Meta has only refused so far was not. */
export function isSaidSql(message: string): string {
  return `(${message}.status NOT IN ('FAILED', 'PENDING') OR (${message}.status = 'PENDING' AND EXISTS (
    SELECT 1 FROM "OutboundMessageLog" l WHERE l."messageId" = ${message}.id AND l.status <> 'refused')))`;
}
