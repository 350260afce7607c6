// Evidence that Meta took a message settles its send, whoever hears it and whenever: the runner that made the call, a
// runner that has lost its lease meanwhile, a receipt that arrives before the answer was written, or an operator.
//
// Facts are recorded unconditionally. The job follows from the facts, so it needs no lease here: a job whose last part
// is known to be accepted is done, and no runner that still believes in its lease can begin another send for it.
//
// Locks are taken job first, then conversation, both in the order of their ids, as everywhere in this module.

import { answeredJoinSql } from "./job-ends-sql";
import { rankedStatusSql, statusRankSql } from "./receipt";

/**
 * Common table expressions that apply the rows of `evidence_in` ("ledgerId" uuid, wamid text, rank int, "failedCode"
 * text, "failedError" text, "firstAt" and "lastAt" timestamptz, "settledBy" text). They leave behind `evidence_job`
 * (the jobs as they were before), `evidence_settled` (those that changed), `evidence_message`, `evidence_follower` and
 * `evidence_time`, which evidenceTimesSql writes into the conversations.
 */
export function evidenceSql(): string {
  // Before Meta's id is known, the status is our own opinion: nothing that evidence would have to outrank.
  const before = `CASE WHEN m."providerMessageId" IS NULL THEN 0 ELSE ${statusRankSql("m.status")} END`;
  return `
  evidence_job AS MATERIALIZED (
    SELECT j.id, j."conversationId", j.status, j."leaseToken", j."errorCode", j."partsSent",
      coalesce(jsonb_array_length(j.reply -> 'parts'), 1) AS parts
    FROM "OutboundJob" j
    WHERE j.id = ANY (ARRAY(SELECT l."jobId" FROM "OutboundMessageLog" l WHERE l.id = ANY (ARRAY(SELECT "ledgerId" FROM evidence_in))))
    ORDER BY j.id FOR NO KEY UPDATE
  ),
  evidence_conversation AS MATERIALIZED (
    SELECT c.id FROM "Conversation" c WHERE c.id = ANY (ARRAY(SELECT "conversationId" FROM evidence_job))
    ORDER BY c.id FOR NO KEY UPDATE
  ),
  evidence_ledger AS (
    UPDATE "OutboundMessageLog" l
    SET status = 'accepted', "providerMessageId" = e.wamid,
      "settledAt" = coalesce(CASE WHEN l.status = 'accepted' THEN l."settledAt" END, now()),
      "settledBy" = CASE WHEN l.status = 'accepted' THEN l."settledBy" ELSE e."settledBy" END,
      "errorCode" = NULL, error = NULL
    FROM evidence_in e, evidence_job j, (SELECT count(*) FROM evidence_conversation) AS locked
    WHERE l.id = ANY (ARRAY(SELECT "ledgerId" FROM evidence_in)) AND l.id = e."ledgerId" AND j.id = l."jobId"
      -- An operator may have vouched for it before Meta's id was known.
      AND (l.status <> 'accepted' OR (l."providerMessageId" IS NULL AND e.wamid IS NOT NULL))
    RETURNING l."jobId", l.part, j."conversationId", e."firstAt" AS at, e."failedCode", e."failedError"
  ),
  evidence_message AS (
    UPDATE "Message" m
    SET status = ${rankedStatusSql(`greatest(${before}, e.rank)`)},
      "providerMessageId" = coalesce(m."providerMessageId", e.wamid),
      "sentAt" = coalesce(m."sentAt", e."firstAt"),
      "deliveredAt" = CASE WHEN e.rank >= 3 THEN coalesce(m."deliveredAt", e."lastAt") ELSE m."deliveredAt" END,
      "readAt" = CASE WHEN e.rank >= 4 THEN coalesce(m."readAt", e."lastAt") ELSE m."readAt" END,
      -- Two ids of Meta's for one message: the customer has it twice.
      "possibleDuplicate" = m."possibleDuplicate" OR coalesce(m."providerMessageId" <> e.wamid, false),
      "errorCode" = CASE WHEN greatest(${before}, e.rank) = 2 THEN coalesce(e."failedCode", m."errorCode") END,
      error = CASE WHEN greatest(${before}, e.rank) = 2 THEN coalesce(e."failedError", m.error) END
    FROM (
      SELECT l."messageId", min(e.wamid) AS wamid, max(e.rank) AS rank,
        min(e."firstAt") AS "firstAt", max(e."lastAt") AS "lastAt",
        max(e."failedCode") AS "failedCode", max(e."failedError") AS "failedError"
      FROM evidence_in e
      CROSS JOIN LATERAL (SELECT l."messageId" FROM "OutboundMessageLog" l WHERE l.id = e."ledgerId" OFFSET 0) l
      GROUP BY l."messageId"
    ) e
    WHERE m.id = ANY (ARRAY(SELECT l."messageId" FROM "OutboundMessageLog" l WHERE l.id = ANY (ARRAY(SELECT "ledgerId" FROM evidence_in))))
      AND m.id = e."messageId" AND (m."providerMessageId" IS NULL
      OR e.rank > ${statusRankSql("m.status")} OR (m."providerMessageId" <> e.wamid AND NOT m."possibleDuplicate"))
    RETURNING m.id, m.status, m."organizationId", m."conversationId", m."errorCode"
  ),
  evidence_settled AS (
    UPDATE "OutboundJob" j
    SET "partsSent" = s.sent,
      status = s.next,
      "leaseToken" = CASE WHEN s.next = 'running' THEN j."leaseToken" END,
      "leaseUntil" = CASE WHEN s.next = 'running' THEN j."leaseUntil" END,
      "uncertainAt" = NULL, "heldAt" = NULL,
      "runAt" = CASE WHEN s.next = 'queued' THEN now() ELSE j."runAt" END,
      "completedAt" = CASE WHEN s.next IN ('done', 'failed') THEN now() END,
      "errorCode" = s."failedCode", error = s."failedError"
    FROM (
      SELECT job.id, job.sent, job."failedCode", job."failedError",
        (CASE
          WHEN job.sent >= job.parts AND job."failedCode" IS NOT NULL THEN 'failed'
          WHEN job.sent >= job.parts THEN 'done'
          WHEN job.status = 'running' THEN 'running'
          ELSE 'queued' -- The next part is still to be sent.
        END)::"OutboundJobStatus" AS next
      FROM (
        SELECT j.id, j.status, j.parts, greatest(j."partsSent", max(l.part)) AS sent,
          max(l."failedCode") AS "failedCode", max(l."failedError") AS "failedError"
        FROM evidence_ledger l JOIN evidence_job j ON j.id = l."jobId"
        WHERE j.status IN ('queued', 'running', 'uncertain')
        GROUP BY j.id, j.status, j.parts, j."partsSent"
        -- What tells again of an earlier part says nothing about the one whose outcome is open.
        HAVING max(l.part) > j."partsSent"
      ) job
    ) s
    WHERE j.id = ANY (ARRAY(SELECT id FROM evidence_job)) AND j.id = s.id
    RETURNING j.id, j.status, j."answeredJobIds"
  ),
  -- Found by themselves first: joined at once, every queued job was looked at for each that is settled.
  evidence_answered AS MATERIALIZED (
    SELECT lead.id AS "leadId", answered.id FROM evidence_settled lead ${answeredJoinSql("lead")}
    WHERE lead.status = 'done' AND answered.id <> lead.id
  ),
  evidence_follower AS (
    UPDATE "OutboundJob" f
    SET status = 'done', "completedAt" = now(), "coalescedIntoId" = a."leadId"
    FROM evidence_answered a
    WHERE f.id = ANY (ARRAY(SELECT id FROM evidence_answered)) AND f.id = a.id AND f.status = 'queued'
    RETURNING f.id, f."coalescedIntoId"
  ),
  evidence_time AS (
    SELECT "conversationId" AS id, max(at) AS at FROM evidence_ledger GROUP BY "conversationId"
  ),
  evidence_notification AS (
    INSERT INTO "Notification" ("organizationId", "conversationId", kind, title, body, "dedupeKey")
    SELECT m."organizationId", m."conversationId", 'MESSAGE_FAILED', 'A message was not delivered',
      'Meta accepted the message and then reported error ' || coalesce(m."errorCode", 'unknown') || '.',
      'message-failed:' || m.id
    FROM evidence_message m WHERE m.status = 'FAILED'
    ON CONFLICT ("organizationId", "dedupeKey") DO NOTHING
  )`;
}

/**
 * The common table expression that dates the conversations. `except` names an expression whose conversations the same
 * statement updates already: PostgreSQL applies only one of two updates of a row in one statement, so that update has
 * to use `evidence_time` itself.
 */
export function evidenceTimesSql({ except }: { except?: string } = {}): string {
  const onlyOthers = except ? `AND NOT EXISTS (SELECT 1 FROM ${except} touched WHERE touched.id = c.id)` : "";
  return `evidence_conversation_time AS (
    UPDATE "Conversation" c
    SET "lastOutboundAt" = greatest(c."lastOutboundAt", t.at), "lastMessageAt" = greatest(c."lastMessageAt", t.at),
      "pairRefusals" = 0, "updatedAt" = now()
    FROM evidence_time t WHERE c.id = ANY (ARRAY(SELECT id FROM evidence_time)) AND c.id = t.id ${onlyOthers}
  )`;
}
