// Jobs whose runner died or was too slow. A lease that ran out before a call had begun leaves nothing sent: the job
// waits again. One that ran out while a call was under way leaves an unknown outcome, never a second send. Attempts
// were counted at the claim, so a job that kills its runner ends.

import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { faultPoint } from "@/lib/fault-point";
import { log } from "@/lib/logger";

const BATCH_MAX = 500;

const statement = {
  name: "rescue_expired_jobs",
  text: `
  WITH expired AS MATERIALIZED (
    SELECT j.id FROM "OutboundJob" j
    WHERE j.status = 'running' AND j."leaseUntil" <= now()
    ORDER BY j.id LIMIT ${BATCH_MAX} FOR NO KEY UPDATE SKIP LOCKED
  ),
  call AS (
    UPDATE "OutboundMessageLog" l
    SET status = 'unknown', error = 'The runner ended during the call', "unknownAt" = coalesce(l."unknownAt", now())
    FROM expired WHERE l."jobId" = expired.id AND l.status = 'sending'
    RETURNING l."jobId", l.part
  ),
  next AS (
    SELECT expired.id, (CASE
      WHEN call."jobId" IS NOT NULL OR doubt."isHeld" THEN 'uncertain'
      WHEN j.attempts >= $1 THEN 'failed'
      ELSE 'queued' END)::"OutboundJobStatus" AS status,
      call."jobId" IS NULL AND doubt."isHeld" AS "isHeld"
    FROM expired JOIN "OutboundJob" j ON j.id = expired.id
    -- A receipt may have proved the part of an older call meanwhile: then nothing is open.
    LEFT JOIN call ON call."jobId" = expired.id AND call.part = j."partsSent" + 1
    CROSS JOIN LATERAL (
      -- Sent again after an outcome that nobody knows to this day.
      SELECT j.attempts >= $1 AND EXISTS (
        SELECT 1 FROM "OutboundMessageLog" l
        WHERE l."jobId" = j.id AND l.part = j."partsSent" + 1 AND l.status = 'unknown') AS "isHeld"
    ) doubt
  ),
  rescued AS (
    UPDATE "OutboundJob" j
    SET status = next.status, "leaseToken" = NULL, "leaseUntil" = NULL, "errorCode" = 'LEASE_EXPIRED',
      error = 'The runner ended or was too slow', "runAt" = now(),
      "uncertainAt" = CASE WHEN next.status = 'uncertain' THEN now() END,
      "heldAt" = CASE WHEN next."isHeld" THEN now() END,
      "completedAt" = CASE WHEN next.status = 'failed' THEN now() END
    FROM next WHERE j.id = next.id
    RETURNING j.id, j.status, j."heldAt", j."organizationId", j."conversationId"
  ),
  message AS (
    UPDATE "Message" m SET status = 'FAILED', "errorCode" = 'LEASE_EXPIRED'
    FROM rescued JOIN "OutboundMessageLog" l ON l."jobId" = rescued.id
    WHERE rescued.status = 'failed' AND m.id = l."messageId" AND m.status = 'PENDING'
  ),
  notification AS (
    INSERT INTO "Notification" ("organizationId", "conversationId", kind, title, body, "dedupeKey")
    SELECT "organizationId", "conversationId", 'JOB_FAILED', 'A customer was not answered',
      'Every attempt to answer ended without a result.', 'job:' || id || ':JOB_FAILED'
    FROM rescued WHERE status = 'failed' OR "heldAt" IS NOT NULL
    ON CONFLICT ("organizationId", "dedupeKey") DO NOTHING
  )
  SELECT id, status FROM rescued`,
};

/** @returns how many jobs went where. */
export async function rescueExpiredJobs(): Promise<Record<"queued" | "uncertain" | "failed", number>> {
  const rescued = { queued: 0, uncertain: 0, failed: 0 };
  faultPoint("rescue.before");
  const rows = await run<{ id: number; status: keyof typeof rescued }>(statement, [env().JOB_MAX_ATTEMPTS]);
  faultPoint("rescue.after");
  for (const { id, status } of rows) {
    rescued[status] += 1;
    log("warn", "[JOB-RUNNER] Lease expired", { jobId: id, status });
  }
  return rescued;
}
