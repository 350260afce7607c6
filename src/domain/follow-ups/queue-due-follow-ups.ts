// What the bot has agreed to come back to becomes a job when it is due, unless something has made it pointless. The same is
// looked at again when the job is worked (runner/check-follow-up) and when its send begins, so nothing has to be locked here.

import { run } from "@/infra/database/statement";
import { log } from "@/lib/logger";
import { newRequestId } from "@/lib/request-id";

/** Due ones of one round; the rest is for the next. */
const BATCH_MAX = 200;

const statement = {
  name: "queue_due_follow_ups",
  text: `
  WITH due AS MATERIALIZED (
    SELECT f.id, f."conversationId", f."seenCount" FROM "FollowUp" f
    WHERE f.status = 'waiting' AND f."dueAt" <= now()
    ORDER BY f."dueAt", f.id LIMIT ${BATCH_MAX} FOR UPDATE SKIP LOCKED
  ),
  judged AS MATERIALIZED (
    SELECT due.id, c."organizationId", c.id AS "conversationId", CASE
        WHEN c."deletedAt" IS NOT NULL THEN 'CONVERSATION_DELETED'
        WHEN p."optedOutAt" IS NOT NULL THEN 'OPTED_OUT'
        WHEN c."inboundCount" <> due."seenCount" THEN 'CUSTOMER_WROTE'
        WHEN c.mode <> 'BOT' THEN 'HUMAN_TAKEOVER'
        WHEN c."lastInboundAt" > now() - interval '24 hours' THEN NULL
        ELSE 'WINDOW_CLOSED'
      END AS reason
    FROM due JOIN "Conversation" c ON c.id = due."conversationId" JOIN "Contact" p ON p.id = c."contactId"
  ),
  job AS (
    INSERT INTO "OutboundJob" AS j ("organizationId", "conversationId", "idempotencyKey", "requestId")
    SELECT "organizationId", "conversationId", 'followup:' || id, $1 FROM judged WHERE reason IS NULL ORDER BY id
    ON CONFLICT ("idempotencyKey") DO NOTHING
    RETURNING j.id, j."idempotencyKey"
  )
  UPDATE "FollowUp" f
  SET status = CASE WHEN judged.reason IS NULL THEN 'queued' ELSE 'cancelled' END, reason = judged.reason, "jobId" = job.id
  FROM judged LEFT JOIN job ON job."idempotencyKey" = 'followup:' || judged.id
  WHERE f.id = judged.id
  RETURNING f.status`,
};

/** Gives due follow-ups their jobs, or cancels them with the reason. @returns how many were queued. Safe to run anywhere, at once. */
export async function queueDueFollowUps(): Promise<number> {
  const requestId = newRequestId("followup");
  const settled = await run<{ status: string }>(statement, [requestId]);
  if (settled.length === 0) return 0;
  const queued = settled.filter(({ status }) => status === "queued").length;
  log("info", "[FOLLOW-UPS] Due", { requestId, count: queued, remaining: settled.length - queued });
  return queued;
}
