// Every way a claim can end other than by Meta having taken the message: later, failed, cancelled, uncertain, or done
// because an earlier attempt had already sent everything. Always with the lease token: no row back means that the job
// is not this runner's any more. What became of a call is a fact and is recorded even then: a refusal that comes late
// proves that nothing was sent, so a job that had become uncertain meanwhile waits for its next attempt again.

import { decideTurnsSql } from "@/domain/ai-turns";
import { isDatabaseAway } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { joinCalls } from "@/lib/join-calls";
import { oncePerProcess } from "@/lib/once-per-process";
import { answeredJoinSql } from "./job-ends-sql";
import type { ClaimEnd, ClaimedJob, Handover, Reply } from "./outbound-job";
import { isSilencedSql } from "./silenced-sql";

export interface EndOfClaim {
  job: ClaimedJob;
  end: ClaimEnd;
  /** The call that was made, when one was: refused for sure, or not known. */
  call?: { ledgerId: string; part: number; outcome: "refused" | "unknown"; httpStatus: number | null };
  /** Whether Meta refused because this customer had been sent too many messages. */
  isPairRefusal?: boolean;
  /** A reply that was thought and could not be sent now, kept so that the next attempt asks no AI again. */
  draft?: { reply: Reply; seenCount: number; answeredJobIds: number[] };
  /** Of a job that is done without a word: the bot steps back, the customer is told nothing (more). */
  handover?: Handover | null;
  /** What a person has to know; shown once per job. */
  notification?: { kind: string; title: string; body: string };
}

export type EndResult = "ended" | "lease_lost";

const BATCH_MAX = 100;

const statement = {
  name: "end_claims",
  text: `
  WITH ending AS (
    SELECT * FROM json_to_recordset($1) AS e("jobId" bigint, "leaseToken" uuid, "to" "OutboundJobStatus",
      "delayMs" double precision, code text, error text, "countAttempt" boolean,
      "ledgerId" uuid, part int, outcome "OutboundMessageLogStatus", "httpStatus" int,
      kind text, title text, body text, "isPairRefusal" boolean,
      reply jsonb, "seenCount" bigint, "answeredJobIds" bigint[], handover jsonb)
  ),
  job AS MATERIALIZED (
    SELECT j.id, j."organizationId", j."conversationId", j."partsSent",
      j.status = 'running' AND j."leaseToken" = e."leaseToken" AS held,
      -- Only the call that makes the job uncertain: an earlier one was sent again under another key.
      j.status = 'uncertain' AND e.outcome = 'refused' AND e."ledgerId" = (
        SELECT l.id FROM "OutboundMessageLog" l WHERE l."jobId" = j.id AND l.part = j."partsSent" + 1
        ORDER BY l."startedAt" DESC, l."idempotencyKey" DESC LIMIT 1) AS "isProvedUnsent",
      -- Sent again after an outcome that nobody knows to this day: what has failed now may have arrived before.
      e."to" = 'failed' AND EXISTS (
        SELECT 1 FROM "OutboundMessageLog" l WHERE l."jobId" = j.id AND l.part = j."partsSent" + 1
          AND l.status = 'unknown' AND l.id IS DISTINCT FROM e."ledgerId") AS "isDoubtful",
      e."to", e."delayMs", e.code, e.error, e."countAttempt", e."ledgerId", e.part, e.outcome, e."httpStatus",
      e.kind, e.title, e.body, e."isPairRefusal", e.reply, e."seenCount", e."answeredJobIds", e.handover
    FROM ending e JOIN "OutboundJob" j ON j.id = e."jobId"
    -- Looked up by id, however large the planner believes the table to be; see claim-jobs.ts.
    WHERE j.id = ANY (ARRAY(SELECT "jobId" FROM ending))
    ORDER BY j.id FOR NO KEY UPDATE OF j
  ),
  locked_conversation AS MATERIALIZED (
    -- A takeover that was handed back before its job could end is none any more: the job is to be answered after all.
    SELECT c.id, ${isSilencedSql("c")} AS "isSilenced" FROM "Conversation" c
    WHERE c.id IN (SELECT "conversationId" FROM job WHERE code = 'HUMAN_TAKEOVER' OR handover IS NOT NULL)
    ORDER BY c.id FOR NO KEY UPDATE
  ),
  silent_call AS (
    -- Begun, and its runner has nothing to tell of it: something unexpected was thrown.
    UPDATE "OutboundMessageLog" l
    SET status = 'unknown', error = job.error, "unknownAt" = coalesce(l."unknownAt", now())
    FROM job WHERE job.held AND l."jobId" = job.id AND l.status = 'sending' AND l.part > job."partsSent"
      AND l.id IS DISTINCT FROM job."ledgerId"
    RETURNING l."jobId"
  ),
  decided AS (
    -- A receipt may have proved the part accepted while its call failed: then the job goes on with the next one.
    SELECT job.*, (CASE
        WHEN job.id IN (SELECT "jobId" FROM silent_call) THEN 'uncertain'
        WHEN NOT held OR "partsSent" >= part THEN 'queued'
        WHEN "isDoubtful" THEN 'uncertain'
        WHEN code = 'HUMAN_TAKEOVER'
          AND job."conversationId" IN (SELECT id FROM locked_conversation WHERE NOT "isSilenced") THEN 'queued'
        ELSE job."to"::text END)::"OutboundJobStatus" AS next
    FROM job WHERE held OR "isProvedUnsent"
  ),
  ledger AS (
    UPDATE "OutboundMessageLog" l
    SET status = job.outcome, "httpStatus" = job."httpStatus", "errorCode" = job.code, error = job.error,
      "unknownAt" = CASE WHEN job.outcome = 'unknown' THEN coalesce(l."unknownAt", now()) ELSE l."unknownAt" END,
      "settledAt" = CASE WHEN job.outcome = 'refused' THEN now() END,
      "settledBy" = CASE WHEN job.outcome = 'refused' THEN 'answer' END
    FROM job WHERE l.id = job."ledgerId" AND l.status IN ('sending', 'unknown')
    RETURNING l."messageId", l."jobId"
  ),
  ended AS (
    UPDATE "OutboundJob" j
    SET status = decided.next, "leaseToken" = NULL, "leaseUntil" = NULL, "errorCode" = decided.code,
      error = decided.error,
      reply = coalesce(decided.reply, j.reply), "replySeenCount" = coalesce(decided."seenCount", j."replySeenCount"),
      "answeredJobIds" = coalesce(decided."answeredJobIds", j."answeredJobIds"),
      attempts = CASE WHEN decided."countAttempt" THEN j.attempts ELSE j.attempts - 1 END,
      "runAt" = CASE WHEN decided.next = 'queued' THEN now() + decided."delayMs" * interval '1 millisecond'
        ELSE j."runAt" END,
      "uncertainAt" = CASE WHEN decided.next = 'uncertain' THEN now() END,
      "heldAt" = CASE WHEN decided.next = 'uncertain' AND decided."isDoubtful" THEN now() END,
      "completedAt" = CASE WHEN decided.next IN ('done', 'failed', 'cancelled') THEN now() END
    FROM decided WHERE j.id = decided.id
    -- With all that the rest needs: joined again, the two would be compared each with each.
    RETURNING j.id, j.status, decided.held, j."answeredJobIds", j."organizationId", j."conversationId", decided.handover,
      decided.code, decided."ledgerId", decided.kind, decided.title, decided.body, decided.error
  ),
  ${decideTurnsSql(`(
      SELECT (reply ->> 'turnId')::uuid AS "turnId", coalesce(lower(code), CASE WHEN handover IS NOT NULL THEN 'silent' END) AS decision,
        reply ->> 'handover' IS NOT NULL AS "handsOver"
      FROM decided WHERE held AND reply ->> 'turnId' IS NOT NULL AND decided."partsSent" = 0
    )`)},
  conversation AS (
    UPDATE "Conversation" c SET "pairRefusals" = c."pairRefusals" + 1
    FROM job WHERE job."isPairRefusal" AND c.id = job."conversationId"
  ),
  handed_over AS (
    UPDATE "Conversation" c
    SET mode = 'HUMAN', "handoverJobId" = ended.id, "handoverReason" = ended.handover ->> 'reason',
      "handoverSummary" = ended.handover ->> 'summary', "updatedAt" = now()
    FROM ended JOIN locked_conversation locked ON locked.id = ended."conversationId"
    WHERE ended.handover IS NOT NULL AND ended.status IN ('done', 'cancelled') AND c.id = ended."conversationId"
      AND c.mode = 'BOT'
    RETURNING c.id, c."organizationId", c."handoverJobId", c."handoverReason"
  ),
  handover_notification AS (
    INSERT INTO "Notification" ("organizationId", "conversationId", kind, title, body, "dedupeKey")
    SELECT "organizationId", id, 'HANDOVER', 'A customer waits for a person', "handoverReason",
      'handover:' || "handoverJobId"
    FROM handed_over ON CONFLICT ("organizationId", "dedupeKey") DO NOTHING
  ),
  message AS (
    UPDATE "Message" m
    SET status = 'FAILED', "errorCode" = ended.code, error = ended.error
    FROM ended JOIN "OutboundMessageLog" l ON l."jobId" = ended.id
    WHERE m.id = l."messageId" AND m.status = 'PENDING' AND ended.status IN ('failed', 'cancelled')
      -- What may have arrived is not shown as failed.
      AND NOT EXISTS (
        SELECT 1 FROM "OutboundMessageLog" open
        WHERE open."messageId" = m.id AND open.status = 'unknown' AND open.id IS DISTINCT FROM ended."ledgerId")
  ),
  follower AS (
    UPDATE "OutboundJob" f
    SET status = 'done', "completedAt" = now(), "coalescedIntoId" = ended.id
    FROM ended ${answeredJoinSql("ended")}
    WHERE ended.status = 'done' AND f.id = answered.id AND f.status = 'queued'
  ),
  notification AS (
    INSERT INTO "Notification" ("organizationId", "conversationId", kind, title, body, "dedupeKey")
    SELECT "organizationId", "conversationId", kind, title, body, 'job:' || id || ':' || kind
    FROM ended WHERE kind IS NOT NULL
    ON CONFLICT ("organizationId", "dedupeKey") DO NOTHING
  )
  SELECT id FROM ended WHERE held`,
};

/** Ends a claim; concurrent calls share one statement. */
export function endClaim(end: EndOfClaim): Promise<EndResult> {
  return oncePerProcess("end-claim", () =>
    joinCalls<EndOfClaim, EndResult>({
      flush: endClaims,
      sizeMax: BATCH_MAX,
      flushesMax: 2,
      concernsAll: isDatabaseAway,
    }),
  )(end);
}

async function endClaims(ends: EndOfClaim[]): Promise<EndResult[]> {
  const parameter = ends.map(
    ({ job, end, call, notification, draft, handover = null, isPairRefusal = false }) => ({
      jobId: job.id,
      leaseToken: job.leaseToken,
      to: end.to,
      delayMs: end.to === "queued" ? end.delayMs : 0,
      code: "code" in end ? end.code : null,
      error: "error" in end ? end.error : null,
      countAttempt: end.to !== "queued" || end.countAttempt,
      ledgerId: call?.ledgerId ?? null,
      part: call?.part ?? null,
      outcome: call?.outcome ?? null,
      httpStatus: call?.httpStatus ?? null,
      isPairRefusal,
      handover,
      ...draft,
      ...notification,
    }),
  );
  const rows = await run<{ id: number }>(statement, [JSON.stringify(parameter)]);
  const ended = new Set(rows.map(({ id }) => id));
  return ends.map(({ job }) => (ended.has(job.id) ? "ended" : "lease_lost"));
}
