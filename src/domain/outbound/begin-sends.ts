// The intention to send, durable before the call. In one statement and one transaction: the reply is stored on the
// job (a retry asks no AI again), everything that could forbid the send is checked once more, and if nothing does, the
// ledger row `sending` and the Message PENDING come into being.
//
// Meta's limit for one customer is kept here too (Meta, about-the-platform, pair rate: one message in six seconds, 45 at
// once that are paid back): the bucket is two columns of the conversation, whose row is locked anyway.
//
// The conversation's row is locked before it is read, so a customer's new message or a person taking over has either
// committed before, and is seen here, or comes after the send has begun. A runner whose lease has run out gets no row.
// A crash after this leaves `sending`: whether Meta took the message is then unknown (rescueExpiredJobs).

import { randomUUID } from "node:crypto";
import { decideTurnsSql } from "@/domain/ai-turns";
import { isDatabaseAway } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { joinCalls } from "@/lib/join-calls";
import { oncePerProcess } from "@/lib/once-per-process";
import { isGroupSql } from "./group-sql";
import { type ClaimedJob, type Reply, type ReplyPart, readablePart, sendKey } from "./outbound-job";
import { isSilencedSql } from "./silenced-sql";

export interface SendIntention {
  job: ClaimedJob;
  reply: Reply;
  /** Conversation.inboundCount that the reply has seen. */
  seenCount: number;
  /** The waiting jobs whose messages the reply has seen. */
  answeredJobIds: number[];
  /** Counted from 1. */
  part: number;
  /** Whether newer messages of the customer stop the send, so that the AI can think again. */
  mayBeSuperseded: boolean;
}

/**
 * - `lost`: the lease is gone; nothing was stored.
 * - `duplicate`: Meta has this part already.
 * - `unknown`: an earlier call for this key has no known outcome.
 * - `superseded`: the customer has written since; the reply is stored as a draft.
 * - `human`, `opted_out`, `window_closed`, `group`, `marketing_opted_out`: it may not be sent; the reply is stored as a draft.
 * - `pair_rate`, `number_paused`, `number_stopped`: not now; the reply is stored.
 */
export type SendVerdict =
  | { verdict: "send"; ledgerId: string; messageRowId: number; leaseMs: number }
  | { verdict: "lost" | "duplicate" | "unknown" | "superseded" | Forbidden }
  | { verdict: Postponing; waitMs: number };

/** Why something may not be sent at all. */
export type Forbidden = "human" | "opted_out" | "window_closed" | "group" | "marketing_opted_out";

type Postponing = "pair_rate" | "number_paused" | "number_stopped";

const BATCH_MAX = 100;

/** Meta's customer service window (Meta, messages/send-messages): 24 h after the customer's last message. */
const WINDOW = "interval '24 hours'";

/** Meta's bucket for messages to one customer: 45 tokens, one more every six seconds. */
const PAIR_INTERVAL = "interval '6 seconds'";
const PAIR_BUCKET = `(45 * ${PAIR_INTERVAL})`;

/** As the template was when it was last synced; one that nobody knows here counts as marketing. */
function isMarketingSql(content: string, integrationId: string): string {
  return `coalesce((
    SELECT t.category FROM "Template" t WHERE t."integrationId" = ${integrationId}
      AND t.name = ${content} ->> 'name' AND t.language = ${content} ->> 'language'), 'MARKETING') = 'MARKETING'`;
}

const statement = {
  name: "begin_sends",
  text: `
  WITH intention AS (
    SELECT * FROM json_to_recordset($1) AS i("jobId" bigint, "leaseToken" uuid, "ledgerId" uuid, key text, part int,
      reply jsonb, type text, text text, content jsonb, quotes text, "seenCount" bigint, "answeredJobIds" bigint[], "mayBeSuperseded" boolean,
      "organizationId" text, "turnId" uuid)
  ),
  job AS MATERIALIZED (
    SELECT j.id, j."conversationId", j.author, coalesce(j.purpose IN ('OPT_OUT', 'OPT_IN'), false) AS "isConfirmation", i.*
    FROM intention i JOIN "OutboundJob" j ON j.id = i."jobId"
    WHERE j.status = 'running' AND j."leaseToken" = i."leaseToken" AND j."leaseUntil" > now()
    ORDER BY j.id FOR NO KEY UPDATE OF j
  ),
  conversation AS MATERIALIZED (
    SELECT c.id, c.mode, c."deletedAt", c."handoverJobId", c."inboundCount", c."lastInboundAt", c."contactId", c."integrationId",
      greatest(c."pairFullAt", now()) + ${PAIR_INTERVAL} AS "pairFullAt"
    FROM "Conversation" c WHERE c.id IN (SELECT "conversationId" FROM job)
    ORDER BY c.id FOR NO KEY UPDATE
  ),
  checked AS MATERIALIZED (
    SELECT job.*, c."integrationId", c.mode, c."pairFullAt", i."pausedUntil",
      CASE
        WHEN same.status = 'accepted' THEN 'duplicate'
        WHEN same.status IN ('sending', 'unknown') THEN 'unknown'
        WHEN ${isGroupSql("contact")} THEN 'group'
        -- The one confirmation of a STOP or START goes out, whoever speaks.
        WHEN contact."optedOutAt" IS NOT NULL AND NOT job."isConfirmation" THEN 'opted_out'
        WHEN job.author = 'BOT' AND NOT job."isConfirmation" AND ${isSilencedSql("c")}
          AND c."handoverJobId" IS DISTINCT FROM job.id THEN 'human'
        WHEN job.type <> 'template' AND (c."lastInboundAt" IS NULL OR c."lastInboundAt" <= now() - ${WINDOW})
          THEN 'window_closed'
        WHEN job.type = 'template' AND contact."marketingOptedOutAt" IS NOT NULL AND ${isMarketingSql("job.content", "i.id")}
          THEN 'marketing_opted_out'
        WHEN job."mayBeSuperseded" AND c."inboundCount" <> job."seenCount" THEN 'superseded'
        WHEN i.status <> 'ACTIVE' THEN 'number_stopped'
        WHEN i."pausedUntil" > now() THEN 'number_paused'
        WHEN c."pairFullAt" - now() > ${PAIR_BUCKET} THEN 'pair_rate'
        ELSE 'send'
      END AS verdict,
      coalesce(earlier."messageId", nextval('"Message_id_seq"')) AS "messageId",
      earlier."messageId" IS NULL AS "isNewMessage"
    FROM job
    JOIN conversation c ON c.id = job."conversationId"
    JOIN "Contact" contact ON contact.id = c."contactId"
    JOIN "Integration" i ON i.id = c."integrationId"
    LEFT JOIN "OutboundMessageLog" same ON same."idempotencyKey" = job.key
    LEFT JOIN LATERAL (
      SELECT l."messageId" FROM "OutboundMessageLog" l WHERE l."jobId" = job.id AND l.part = job.part LIMIT 1
    ) earlier ON true
  ),
  stored AS (
    UPDATE "OutboundJob" j
    SET reply = checked.reply, "replySeenCount" = checked."seenCount", "answeredJobIds" = checked."answeredJobIds",
      "leaseUntil" = CASE WHEN checked.verdict = 'send' THEN now() + $2 * interval '1 millisecond' ELSE j."leaseUntil" END
    FROM checked WHERE j.id = checked.id
  ),
  -- What stands on the job now needs no open turn any more.
  ${decideTurnsSql(`(
      SELECT "turnId", verdict AS decision, reply ->> 'handover' IS NOT NULL AS "handsOver" FROM checked
      WHERE part = 1 AND "turnId" IS NOT NULL
    )`)},
  message AS (
    INSERT INTO "Message" (id, "organizationId", "conversationId", direction, type, body, content,
      "quotedProviderMessageId", status, "possibleDuplicate")
    SELECT "messageId", "organizationId", "conversationId", 'OUTBOUND', type, text, content, quotes, 'PENDING', false
    FROM checked WHERE verdict = 'send' AND "isNewMessage"
  ),
  message_again AS (
    -- Refused before: the same message, perhaps with the words of a later thought. Or sent again although nobody knows
    -- what became of it.
    UPDATE "Message" m SET type = checked.type, body = checked.text, content = checked.content,
      "quotedProviderMessageId" = checked.quotes, status = 'PENDING', "errorCode" = NULL, error = NULL, "createdAt" = now(),
      "possibleDuplicate" = m."possibleDuplicate" OR EXISTS (
        SELECT 1 FROM "OutboundMessageLog" other
        WHERE other."jobId" = checked.id AND other.part = checked.part AND other.status = 'unknown')
    FROM checked
    WHERE m.id = checked."messageId" AND checked.verdict = 'send' AND NOT checked."isNewMessage"
      AND m."providerMessageId" IS NULL
  ),
  ledger AS (
    INSERT INTO "OutboundMessageLog" AS l
      (id, "organizationId", "integrationId", "jobId", "messageId", "idempotencyKey", part, status)
    SELECT "ledgerId", "organizationId", "integrationId", id, "messageId", key, part, 'sending'
    FROM checked WHERE verdict = 'send'
    ON CONFLICT ("idempotencyKey") DO UPDATE
      SET status = 'sending', attempts = l.attempts + 1, "startedAt" = now(), "settledAt" = NULL, "settledBy" = NULL,
        "httpStatus" = NULL, "errorCode" = NULL, error = NULL,
        refusals = l.refusals || jsonb_build_object('startedAt', l."startedAt", 'settledAt', l."settledAt",
          'httpStatus', l."httpStatus", 'errorCode', l."errorCode", 'error', l.error)
      WHERE l.status = 'refused'
    RETURNING l.id, l."jobId", l."messageId"
  ),
  conversation_after AS (
    UPDATE "Conversation" c
    SET "pairFullAt" = checked."pairFullAt",
      mode = CASE WHEN checked."handsOver" THEN 'HUMAN' ELSE c.mode END,
      "handoverJobId" = CASE WHEN checked."handsOver" THEN checked.id ELSE c."handoverJobId" END,
      "handoverReason" = CASE WHEN checked."handsOver" THEN checked.reply -> 'handover' ->> 'reason'
        ELSE c."handoverReason" END,
      "handoverSummary" = CASE WHEN checked."handsOver" THEN checked.reply -> 'handover' ->> 'summary'
        ELSE c."handoverSummary" END,
      "handoverToldAt" = CASE WHEN checked."handsOver" THEN now() ELSE c."handoverToldAt" END
    FROM (
      SELECT *, mode = 'BOT' AND reply ->> 'handover' IS NOT NULL AS "handsOver" FROM checked WHERE verdict = 'send'
    ) checked
    WHERE c.id = checked."conversationId"
    RETURNING c.id, c."organizationId", c."handoverJobId", c."handoverReason", checked."handsOver"
  ),
  notification AS (
    INSERT INTO "Notification" ("organizationId", "conversationId", kind, title, body, "dedupeKey")
    SELECT "organizationId", id, 'HANDOVER', 'A customer waits for a person', "handoverReason",
      'handover:' || "handoverJobId"
    FROM conversation_after WHERE "handsOver" ON CONFLICT ("organizationId", "dedupeKey") DO NOTHING
  )
  SELECT checked.id AS "jobId", coalesce(ledger.id::text, '') AS "ledgerId", ledger."messageId",
    extract(epoch FROM CASE verdict WHEN 'pair_rate' THEN "pairFullAt" - ${PAIR_BUCKET} ELSE "pausedUntil" END - now())
      ::float * 1000 AS "waitMs",
    CASE WHEN checked.verdict = 'send' AND ledger.id IS NULL THEN 'unknown' ELSE checked.verdict END AS verdict
  FROM checked LEFT JOIN ledger ON ledger."jobId" = checked.id`,
};

interface Row {
  jobId: number;
  ledgerId: string;
  messageId: number;
  verdict: SendVerdict["verdict"];
  /** Until the customer's bucket has a token, or the pause of the number ends; null when neither is the matter. */
  waitMs: number | null;
}

/** Declares that a part is about to be sent, or learns why it must not be. Concurrent calls share one statement. */
export function beginSend(intention: SendIntention): Promise<SendVerdict> {
  return oncePerProcess("begin-send", () =>
    joinCalls<SendIntention, SendVerdict>({
      flush: beginSends,
      sizeMax: BATCH_MAX,
      flushesMax: 2,
      concernsAll: isDatabaseAway,
    }),
  )(intention);
}

async function beginSends(intentions: SendIntention[]): Promise<SendVerdict[]> {
  const leaseMs = sendLeaseMs();
  const rows = await run<Row>(statement, [JSON.stringify(intentions.map(toParameter)), leaseMs]);
  return intentions.map(({ job }) => {
    const row = rows.find(({ jobId }) => jobId === job.id);
    if (!row) return { verdict: "lost" };
    if (row.verdict === "send") return begun(row, leaseMs);
    return isPostponing(row.verdict)
      ? { verdict: row.verdict, waitMs: Math.max(row.waitMs ?? 0, 1) }
      : { verdict: row.verdict };
  });
}
function begun({ ledgerId, messageId }: Row, leaseMs: number): SendVerdict {
  return { verdict: "send", ledgerId, messageRowId: messageId, leaseMs };
}

function isPostponing(verdict: SendVerdict["verdict"]): verdict is Postponing {
  return verdict === "pair_rate" || verdict === "number_paused" || verdict === "number_stopped";
}

function toParameter({ job, reply, part, ...rest }: SendIntention) {
  const isLast = part === reply.parts.length;
  return {
    ...describePart(reply.parts[part - 1] ?? ""),
    jobId: job.id,
    leaseToken: job.leaseToken,
    ledgerId: randomUUID(),
    key: sendKey(job, part, reply.isFallback === true && isLast),
    part,
    reply,
    organizationId: job.organizationId,
    seenCount: rest.seenCount,
    answeredJobIds: rest.answeredJobIds,
    mayBeSuperseded: rest.mayBeSuperseded,
    turnId: reply.turnId ?? null,
  };
}

/** What a part is in the thread. A plain text needs no content beside its words. */
function describePart(part: ReplyPart) {
  const text = readablePart(part);
  if (typeof part === "string") return { type: "text", text, content: null, quotes: null };
  return { type: part.type, text, content: part, quotes: ("quotes" in part && part.quotes) || null };
}

/** The lease of a job that sends: it outlives the call, with time left to write down the answer. */
function sendLeaseMs(): number {
  const { JOB_LEASE_SECONDS, SEND_TIMEOUT_MS } = env();
  return Math.max(JOB_LEASE_SECONDS * 1000, SEND_TIMEOUT_MS * 2);
}
