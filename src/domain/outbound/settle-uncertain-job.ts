// What an operator can do with a send of which nobody can tell whether Meta took it. Each leaves an AuditEvent, and
// none silences the truth: a receipt that comes later still corrects the message.

import { run, type Statement } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { evidenceSql, evidenceTimesSql } from "./evidence-sql";

const job = `
  uncertain_job AS MATERIALIZED (
    SELECT j.id, j."organizationId", j."conversationId", j."partsSent" FROM "OutboundJob" j
    WHERE j.id = $1 AND j.status = 'uncertain' FOR NO KEY UPDATE
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT "organizationId", $2, $3, 'OutboundJob', id::text FROM uncertain_job
  )`;

/** The last call of the part whose outcome is open. */
const openCall = `
  open_call AS (
    SELECT l.id, l."messageId", u.id AS "jobId" FROM uncertain_job u
    JOIN "OutboundMessageLog" l ON l."jobId" = u.id AND l.part = u."partsSent" + 1 AND l.status = 'unknown'
    ORDER BY l."startedAt" DESC, l."idempotencyKey" DESC LIMIT 1
  )`;

const confirmStatement = {
  name: "confirm_sent",
  text: `
  WITH ${job}, ${openCall},
  evidence_in AS MATERIALIZED (
    SELECT id AS "ledgerId", NULL::text AS wamid, 1 AS rank, NULL::text AS "failedCode", NULL::text AS "failedError",
      now() AS "firstAt", now() AS "lastAt", 'operator' AS "settledBy"
    FROM open_call
  ),
  ${evidenceSql()},
  ${evidenceTimesSql()}
  SELECT id FROM open_call`,
};

const resendStatement = {
  name: "resend_uncertain",
  text: `
  WITH ${job},
  conversation AS (
    -- A person speaks in the conversation of a held job: this one reply may go out nevertheless.
    UPDATE "Conversation" c SET "handoverJobId" = u.id, "updatedAt" = now()
    FROM uncertain_job u WHERE c.id = u."conversationId" AND c.mode = 'HUMAN'
  ),
  queued AS (
    UPDATE "OutboundJob" j
    SET status = 'queued', resends = j.resends + 1, "runAt" = now(), "uncertainAt" = NULL, "heldAt" = NULL
    FROM uncertain_job u WHERE j.id = u.id RETURNING j.id
  )
  SELECT id FROM queued`,
};

const cancelStatement = {
  name: "cancel_uncertain",
  text: `
  WITH ${job},
  cancelled AS (
    UPDATE "OutboundJob" j
    SET status = 'cancelled', "completedAt" = now(), "uncertainAt" = NULL, "heldAt" = NULL, "errorCode" = 'OPERATOR',
      error = 'Cancelled by an operator while its outcome was not known'
    FROM uncertain_job u WHERE j.id = u.id RETURNING j.id
  )
  SELECT id FROM cancelled`,
};

/** Vouches that the customer has the message: as good as a receipt. @throws NOT_FOUND when the job is not uncertain. */
export function confirmSent(jobId: number, actor: string): Promise<void> {
  return settle(confirmStatement, [jobId, actor, "confirm_sent"]);
}

/** Sends once more, marked as a possible duplicate. @throws NOT_FOUND when the job is not uncertain. */
export function resendUncertain(jobId: number, actor: string): Promise<void> {
  return settle(resendStatement, [jobId, actor, "resend"]);
}

/** Lets it rest: nothing more is sent for this job. @throws NOT_FOUND when the job is not uncertain. */
export function cancelUncertain(jobId: number, actor: string): Promise<void> {
  return settle(cancelStatement, [jobId, actor, "cancel"]);
}

async function settle(statement: Statement, values: [number, string, string]): Promise<void> {
  const rows = await run(statement, values);
  if (rows.length === 0) throw new AppError("NOT_FOUND", `Job ${values[0]} is not uncertain`);
}
