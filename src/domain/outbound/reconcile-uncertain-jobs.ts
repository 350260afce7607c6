// What becomes of a send whose outcome nobody has told. Meta has no idempotency key and no way to ask, so the only
// witness is a receipt. `sent` receipts do not wait for the customer's phone: silence for SEND_RECONCILE_SECONDS means
// that Meta never took the message, but only if receipts of other, later sends of the same number did arrive. If none
// arrive at all, their webhooks are down, and the wait is up to five times as long.
//
// Then the policy decides, once per job: `resend` sends again under a new key, marked as a possible duplicate; `hold`,
// or a second unknown outcome, leaves it to a person and lets the conversation go on.

import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { faultPoint } from "@/lib/fault-point";
import { log } from "@/lib/logger";
import { cancelledMessagesSql } from "./job-ends-sql";

const BATCH_MAX = 200;
const SILENCE_FACTOR = 5;
const RESENDS_MAX = 1;

const statement = {
  name: "reconcile_uncertain_jobs",
  text: `
  WITH silent AS MATERIALIZED (
    SELECT j.id, j."organizationId", j."conversationId", j.resends, j.attempts
    FROM "OutboundJob" j
    CROSS JOIN LATERAL (
      SELECT l.* FROM "OutboundMessageLog" l WHERE l."jobId" = j.id AND l.part = j."partsSent" + 1
      ORDER BY l."startedAt" DESC, l."idempotencyKey" DESC LIMIT 1
    ) l
    WHERE j.status = 'uncertain' AND j."heldAt" IS NULL AND l.status = 'unknown'
      AND j."uncertainAt" <= now() - $1 * interval '1 second'
      AND (
        j."uncertainAt" <= now() - $1 * ${SILENCE_FACTOR} * interval '1 second'
        OR EXISTS (
          SELECT 1 FROM "ReceiptEvent" r
          JOIN "OutboundMessageLog" other
            ON other."providerMessageId" = r."providerMessageId" AND other."integrationId" = r."integrationId"
          WHERE r."integrationId" = l."integrationId" AND r."receivedAt" > l."startedAt"
            AND other."startedAt" > l."startedAt"))
    ORDER BY j.id LIMIT ${BATCH_MAX} FOR NO KEY UPDATE OF j SKIP LOCKED
  ),
  decided AS (
    SELECT silent.*, ($2 = 'resend' AND resends < ${RESENDS_MAX} AND attempts < $3) AS "isResent" FROM silent
  ),
  waiting AS MATERIALIZED (
    -- A person speaks from here on. The reply that is held has perhaps answered these as well.
    SELECT j.id FROM "OutboundJob" j JOIN decided ON decided."conversationId" = j."conversationId"
    WHERE NOT decided."isResent" AND j.status = 'queued' AND j.author = 'BOT' AND j.purpose IS NULL
    ORDER BY j.id FOR NO KEY UPDATE OF j
  ),
  ended AS (
    UPDATE "OutboundJob" j
    SET status = 'cancelled', "completedAt" = now(), "errorCode" = 'HUMAN_TAKEOVER',
      error = 'It is not known whether the reply before arrived'
    FROM waiting WHERE j.id = waiting.id RETURNING j.id, j.status
  ),
  ${cancelledMessagesSql("ended")},
  conversation AS (
    UPDATE "Conversation" c
    SET mode = 'HUMAN', "handoverJobId" = NULL, "handoverReason" = 'It is not known whether the last reply arrived',
      "updatedAt" = now()
    FROM decided WHERE c.id = decided."conversationId" AND NOT decided."isResent"
  ),
  job AS (
    UPDATE "OutboundJob" j
    SET status = (CASE WHEN decided."isResent" THEN 'queued' ELSE 'uncertain' END)::"OutboundJobStatus",
      resends = j.resends + CASE WHEN decided."isResent" THEN 1 ELSE 0 END,
      "runAt" = now(),
      "uncertainAt" = CASE WHEN decided."isResent" THEN NULL ELSE j."uncertainAt" END,
      "heldAt" = CASE WHEN decided."isResent" THEN NULL ELSE now() END,
      "errorCode" = 'OUTCOME_UNKNOWN'
    FROM decided WHERE j.id = decided.id
  ),
  notification AS (
    INSERT INTO "Notification" ("organizationId", "conversationId", kind, title, body, "dedupeKey")
    SELECT "organizationId", "conversationId", 'SEND_UNCERTAIN', 'It is not known whether a reply arrived',
      'No answer and no receipt of Meta''s tells. Look into the conversation before writing again.',
      'job:' || id || ':SEND_UNCERTAIN'
    FROM decided WHERE NOT "isResent"
    ON CONFLICT ("organizationId", "dedupeKey") DO NOTHING
  )
  SELECT id, "isResent" FROM decided`,
};

/** Decides the uncertain sends that have waited long enough. @returns how many are sent again and how many are held. */
export async function reconcileUncertainJobs(): Promise<{ resent: number; held: number }> {
  const { SEND_RECONCILE_SECONDS, UNCERTAIN_SEND_POLICY, JOB_MAX_ATTEMPTS } = env();
  const values = [SEND_RECONCILE_SECONDS, UNCERTAIN_SEND_POLICY, JOB_MAX_ATTEMPTS];
  faultPoint("reconcile.before");
  const rows = await run<{ id: number; isResent: boolean }>(statement, values);
  faultPoint("reconcile.after");
  for (const { id, isResent } of rows) {
    const text = isResent
      ? "[JOB-RUNNER] Sending again after silence"
      : "[JOB-RUNNER] Held for a person after silence";
    log("warn", text, { jobId: id });
  }
  const resent = rows.filter(({ isResent }) => isResent).length;
  return { resent, held: rows.length - resent };
}
