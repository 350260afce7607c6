// What is removed, from where, and when. Two kinds of tables:
//
//   dated  has an index on its time: the oldest are taken from there
//   walk   has ids that grow with time: read from the start, page by page, past what has to stay. No index is needed, so
//          none has to be kept up for every message
//
// Nothing is left to joins: where PostgreSQL believes a table to be empty that was so a moment ago, it runs a limited
// query again for every row, or reads a whole index for each. So rows are found by their place (ctid), and OFFSET 0 has
// what keeps a row looked up for that row alone.
//
// Every statement is one short transaction that passes over rows somebody else holds. $1 is the age from which on a row
// is old; a walk also has $2, the id behind which to read on.

import { env } from "@/lib/env";

export interface RetentionRule {
  table: string;
  /** In hours; null: everything is kept. */
  hours: () => number | null;
  name: string;
  /** Answers `removed`, `last` (the id to read on behind; null for dated tables) and `isDone`. */
  text: (batchMax: number) => string;
}

const days = (count: number | undefined) => (count === undefined ? null : count * 24);
const OLD = `now() - $1 * interval '1 hour'`;
const isOpenOrYoung = `coalesce(j."completedAt" >= ${OLD}, true)`;
const isOpenSend = `l.status IN ('sending', 'unknown')`;
const none = (rows: string) => `NOT EXISTS (SELECT 1 FROM ${rows} OFFSET 0)`;

export const retentionRules: RetentionRule[] = [
  // 24 h past Meta's 7 days of redelivery (Meta, webhooks/overview).
  dated({
    table: "processed_webhook_events",
    hours: () => env().RETENTION_DEDUPE_HOURS,
    at: "processed_at",
  }),
  // What is parked has not been taken in yet: it stays for as long as that takes.
  dated({
    table: "webhook_delivery_log",
    hours: () => days(env().RETENTION_WEBHOOK_DAYS),
    at: "received_at",
    mayGo: "t.status <> 'parked'",
  }),
  // What nobody took in three days is given up; what waits for an endpoint that was switched off goes with it.
  dated({ table: "WebhookEvent", hours: () => days(env().RETENTION_WEBHOOK_DAYS), at: "createdAt" }),
  // Counts of requests that have run out; in milliseconds, as rate-limiter-flexible writes them.
  dated({
    table: "rate_limit",
    hours: () => 0,
    at: "expire",
    isOld: `t.expire < extract(epoch FROM ${OLD}) * 1000`,
  }),
  walk({ table: "ReceiptEvent", hours: () => days(env().RETENTION_RECEIPT_DAYS), at: "receivedAt" }),
  // With its sends. Never one whose outcome is open, nor one that is being tried again.
  walk({
    table: "OutboundJob",
    hours: () => days(env().RETENTION_JOB_DAYS),
    at: "createdAt",
    mayGo: `t."completedAt" < ${OLD}
      AND ${none(`"OutboundMessageLog" l WHERE l."jobId" = t.id AND ${isOpenSend}`)}
      AND ${none(`"OutboundJob" j WHERE j."retryOfId" = t.id AND ${isOpenOrYoung}`)}`,
  }),
  walk({
    table: "Notification",
    hours: () => days(env().RETENTION_NOTIFICATION_DAYS),
    at: "createdAt",
    mayGo: `t."readAt" < ${OLD}`,
  }),
  walk({ table: "AiUsage", hours: () => days(env().RETENTION_AI_USAGE_DAYS), at: "createdAt" }),
  walk({ table: "AuditEvent", hours: () => days(env().RETENTION_AUDIT_DAYS), at: "createdAt" }),
  dated({ table: "AccountEvent", hours: () => days(env().RETENTION_AUDIT_DAYS), at: "receivedAt" }),
  walk({
    table: "FollowUp",
    hours: () => days(env().RETENTION_JOB_DAYS),
    at: "createdAt",
    mayGo: `t.status <> 'waiting'`,
  }),
  // Its jobs, sends and media go with a message: only when the last of them has ended as long ago. Of its files stays what
  // is to be removed from the storage.
  walk({
    table: "Message",
    beforehand: `files AS (${unwantedFiles(`a."messageId" = ANY(ARRAY(SELECT id FROM free))`)})`,
    hours: () => days(env().RETENTION_MESSAGE_DAYS),
    at: "createdAt",
    mayGo: `${none(`"OutboundJob" j LEFT JOIN "OutboundMessageLog" l ON l."jobId" = j.id
        WHERE j."inboundMessageId" = t.id AND (${isOpenSend} OR ${isOpenOrYoung})`)}
      AND ${none(`"OutboundMessageLog" l JOIN "OutboundJob" j ON j.id = l."jobId"
        WHERE l."messageId" = t.id AND (${isOpenSend} OR ${isOpenOrYoung})`)}`,
  }),
  // Files that were to be sent, and are of no message of a customer's.
  dated({
    table: "MediaAsset",
    hours: () => days(env().RETENTION_MESSAGE_DAYS),
    at: "createdAt",
    mayGo: `t."messageId" IS NULL`,
    beforehand: `files AS (${unwantedFiles("a.ctid = ANY(ARRAY(SELECT place FROM free))")})`,
  }),
  // Ids do not grow with the last message, but a conversation is never younger than that.
  walk({
    table: "Conversation",
    hours: () => days(env().RETENTION_MESSAGE_DAYS),
    at: "createdAt",
    mayGo: `coalesce(t."lastMessageAt", t."createdAt") < ${OLD}
      AND ${none(`"Message" m WHERE m."conversationId" = t.id`)}
      AND ${none(`"OutboundJob" j WHERE j."conversationId" = t.id`)}`,
  }),
  {
    table: "AiSpending",
    hours: () => days(env().RETENTION_AI_USAGE_DAYS),
    name: "clean_up_AiSpending",
    text: spendingText,
  },
  // Who has not come for so long is signed out. A few rows for each person: no index is needed.
  dated({ table: "Session", hours: () => 0, at: "expiresAt" }),
  dated({ table: "Verification", hours: () => 0, at: "expiresAt" }),
];

/** Organization by organization: its key begins with that, and then comes the day. */
function spendingText(batchMax: number): string {
  return `
    WITH free AS MATERIALIZED (
      SELECT old.place FROM "Organization" o CROSS JOIN LATERAL (
        SELECT s.ctid AS place FROM "AiSpending" s
        WHERE s."organizationId" = o.id AND s.day < (${OLD})::date ORDER BY s.day LIMIT ${batchMax}
      ) old LIMIT ${batchMax}
    ), gone AS (
      DELETE FROM "AiSpending" WHERE ctid = ANY(ARRAY(SELECT place FROM free)) RETURNING 1
    )
    SELECT count(*)::int AS removed, NULL::bigint AS last, count(*) < ${batchMax} AS "isDone" FROM gone`;
}

interface Shape {
  table: string;
  /** What is written of rows before they go, as a CTE; `free` has their places, and of a walk their ids. */
  beforehand?: string;
  hours: () => number | null;
  at: string;
  isOld?: string;
  mayGo?: string;
}

/** Files under way are removed when their download must be over: see MediaAsset.nextAttemptAt. */
function unwantedFiles(which: string): string {
  return `INSERT INTO "MediaRemoval" ("storageKey", "requestedAt")
        SELECT a."storageKey", greatest(now(), a."nextAttemptAt") FROM "MediaAsset" a
        WHERE a."storageKey" IS NOT NULL AND ${which} ON CONFLICT DO NOTHING`;
}

function dated({ table, hours, at, isOld = `t."${at}" < ${OLD}`, ...rest }: Shape): RetentionRule {
  const { mayGo = "true", beforehand } = rest;
  const text = (batchMax: number) => `
    WITH free AS MATERIALIZED (
      SELECT t.ctid AS place FROM "${table}" t WHERE ${isOld} AND ${mayGo}
      ORDER BY t."${at}" LIMIT ${batchMax} FOR UPDATE SKIP LOCKED
    ), ${beforehand ? `${beforehand}, ` : ""}gone AS (
      DELETE FROM "${table}" WHERE ctid = ANY(ARRAY(SELECT place FROM free)) RETURNING 1
    )
    SELECT count(*)::int AS removed, NULL::bigint AS last, count(*) < ${batchMax} AS "isDone" FROM gone`;
  return { table, hours, name: `clean_up_${table}`, text };
}

/** The walk ends at the first page without an old row. */
function walk({ table, hours, at, mayGo = "true", beforehand }: Shape): RetentionRule {
  const text = (batchMax: number) => `
    WITH page AS MATERIALIZED (
      SELECT t.ctid AS place, t.id, t."${at}" < ${OLD} AS "isOld"
      FROM "${table}" t WHERE t.id > $2 ORDER BY t.id LIMIT ${batchMax}
    ), free AS MATERIALIZED (
      SELECT t.ctid AS place, t.id FROM "${table}" t
      WHERE t.ctid = ANY(ARRAY(SELECT place FROM page WHERE "isOld")) AND ${mayGo}
      FOR UPDATE OF t SKIP LOCKED
    ), ${beforehand ? `${beforehand}, ` : ""}gone AS (
      DELETE FROM "${table}" WHERE ctid = ANY(ARRAY(SELECT place FROM free)) RETURNING 1
    )
    SELECT (SELECT count(*)::int FROM gone) AS removed, max(id) AS last,
      count(*) < ${batchMax} OR NOT bool_or("isOld") AS "isDone"
    FROM page`;
  return { table, hours, name: `clean_up_${table}`, text };
}
