// What is in the database of the one business number a run plays with, read in one statement.

import { run } from "@/infra/database/statement";

export interface ConversationState {
  id: number;
  phone: string;
  mode: "BOT" | "HUMAN";
  handoverJobId: number | null;
  inboundCount: number;
  isDeleted: boolean;
  /** More than 24 hours since the customer's last message. */
  isClosed: boolean;
}

export interface MessageState {
  id: number;
  conversationId: number;
  direction: "INBOUND" | "OUTBOUND";
  status: string;
  wamid: string | null;
  possibleDuplicate: boolean;
}

export interface JobState {
  id: number;
  conversationId: number;
  inboundMessageId: number | null;
  author: "BOT" | "PERSON";
  status: "queued" | "running" | "uncertain" | "done" | "failed" | "cancelled";
  errorCode: string | null;
  attempts: number;
  leaseToken: string | null;
  isLeaseOver: boolean;
  /** Whether it may be claimed as far as its own time goes. */
  isDue: boolean;
  isHeld: boolean;
  resends: number;
  partsSent: number;
  /** Parts of the stored reply; null while there is none. */
  parts: number | null;
  idempotencyKey: string;
  coalescedIntoId: number | null;
  retryOfId: number | null;
}

export interface SendState {
  id: string;
  jobId: number;
  messageId: number;
  part: number;
  idempotencyKey: string;
  status: "sending" | "accepted" | "refused" | "unknown";
  wamid: string | null;
  settledBy: string | null;
}

interface NotificationState {
  conversationId: number | null;
  kind: string;
  dedupeKey: string;
}

export interface State {
  conversations: ConversationState[];
  messages: MessageState[];
  jobs: JobState[];
  sends: SendState[];
  notifications: NotificationState[];
  isNumberActive: boolean;
  /** Dedupe keys of the messages asked about. */
  dedupeKeys: number;
}

const list = (columns: string, from: string) =>
  `(SELECT coalesce(json_agg(x ORDER BY x.id), '[]') FROM (SELECT ${columns} FROM ${from}) x)`;

const statement = {
  name: "property_observe",
  text: `
  WITH c AS MATERIALIZED (SELECT * FROM "Conversation" WHERE "integrationId" = $1),
  j AS MATERIALIZED (SELECT j.* FROM c JOIN "OutboundJob" j ON j."conversationId" = c.id)
  SELECT json_build_object(
    'conversations', ${list(
      `c.id, p.phone, c.mode, c."handoverJobId", c."inboundCount", c."deletedAt" IS NOT NULL AS "isDeleted",
        coalesce(c."lastInboundAt" <= now() - interval '24 hours', true) AS "isClosed"`,
      `c JOIN "Contact" p ON p.id = c."contactId"`,
    )},
    'messages', ${list(
      `m.id, m."conversationId", m.direction, m.status, m."providerMessageId" AS wamid, m."possibleDuplicate"`,
      `c JOIN "Message" m ON m."conversationId" = c.id`,
    )},
    'jobs', ${list(
      `j.id, j."conversationId", j."inboundMessageId", j.author, j.status, j."errorCode", j.attempts, j."leaseToken",
        coalesce(j."leaseUntil" <= now(), false) AS "isLeaseOver", j."runAt" <= now() AS "isDue", j."heldAt" IS NOT NULL AS "isHeld", j.resends,
        j."partsSent", jsonb_array_length(j.reply -> 'parts') AS parts, j."idempotencyKey", j."coalescedIntoId",
        j."retryOfId"`,
      "j",
    )},
    'sends', ${list(
      `l.id, l."jobId", l."messageId", l.part, l."idempotencyKey", l.status, l."providerMessageId" AS wamid, l."settledBy"`,
      `j JOIN "OutboundMessageLog" l ON l."jobId" = j.id`,
    )},
    'notifications', ${list(
      `n.id, n."conversationId", n.kind, n."dedupeKey"`,
      `c JOIN "Notification" n ON n."conversationId" = c.id`,
    )},
    'isNumberActive', (SELECT status = 'ACTIVE' FROM "Integration" WHERE id = $1),
    'dedupeKeys', (SELECT count(*) FROM processed_webhook_events WHERE key = ANY ($2))
  ) AS state`,
};

/** Reads everything of a business number, and how many of the dedupe keys are there. */
export async function observe(integrationId: string, dedupeKeys: string[]): Promise<State> {
  const [row] = await run<{ state: State }>(statement, [integrationId, dedupeKeys]);
  if (!row) throw new Error("Nothing to observe");
  return row.state;
}

/** A state without what changes by itself as time goes by. */
export function timeless({ conversations, jobs, ...rest }: State) {
  return {
    ...rest,
    conversations: conversations.map(({ isClosed, ...conversation }) => conversation),
    jobs: jobs.map(timelessJob),
  };
}

export function timelessJob({ isLeaseOver, isDue, ...job }: JobState) {
  return job;
}
