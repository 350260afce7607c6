// What an operator can do with jobs, from a terminal today and from the inbox later.

import { run } from "@/infra/database/statement";
import { AppError, isAppError } from "@/lib/errors";
import { cancelledMessagesSql, retriedJobSql } from "./job-ends-sql";
import { cancelUncertain } from "./settle-uncertain-job";

const retryStatement = {
  name: "retry_job",
  text: `
  WITH ended AS (
    SELECT j.* FROM "OutboundJob" j WHERE j.id = $1 AND j.status IN ('failed', 'cancelled')
  ),
  ${retriedJobSql("ended")},
  follow_up AS (
    UPDATE "FollowUp" f SET "jobId" = retried.id FROM retried WHERE f."jobId" = retried."retryOfId"
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT ended."organizationId", $2, 'retry', 'OutboundJob', ended.id::text
    FROM ended JOIN retried ON retried."retryOfId" = ended.id
  )
  SELECT id FROM retried`,
};

/**
 * Tries a failed or cancelled job again, as a new job: the old one stays as it was, with its attempts and its reason.
 * @returns the new job. @throws NOT_FOUND when it has not failed, is tried again already, or Meta has, or may have, taken
 * something of it.
 */
export async function retryJob(id: number, actor: string): Promise<number> {
  const [retried] = await run<{ id: number }>(retryStatement, [id, actor]);
  if (retried) return retried.id;
  const reasons = "has not failed or been cancelled, is tried again already, or Meta may have its message";
  throw new AppError("NOT_FOUND", `Job ${id} ${reasons}`);
}

const cancelStatement = {
  name: "cancel_job",
  text: `
  WITH cancelled AS (
    UPDATE "OutboundJob" j
    SET status = 'cancelled', "completedAt" = now(), "errorCode" = 'OPERATOR', error = 'Cancelled by an operator'
    WHERE j.id = $1 AND j.status = 'queued'
    RETURNING j.id, j.status, j."organizationId"
  ),
  ${cancelledMessagesSql("cancelled")},
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT "organizationId", $2, 'cancel', 'OutboundJob', id::text FROM cancelled
  )
  SELECT id FROM cancelled`,
};

/** Ends a waiting or uncertain job without an answer. @throws NOT_FOUND when it is neither. */
export async function cancelJob(id: number, actor: string): Promise<void> {
  const cancelled = await run(cancelStatement, [id, actor]);
  if (cancelled.length > 0) return;
  try {
    await cancelUncertain(id, actor);
  } catch (error) {
    if (!isAppError(error) || error.code !== "NOT_FOUND") throw error;
    throw new AppError("NOT_FOUND", `Job ${id} is neither waiting nor uncertain`);
  }
}
