// The end of what the bot has to say in a conversation: what waits is cancelled, what is being thought is aborted by its runner
// (HeldJobs), what is about to be sent is stopped (beginSend looks once more), and what may or may not have been sent is a
// person's to judge. Drafts stay on their jobs.

import { cancelledMessagesSql } from "./job-ends-sql";

/** The common table expression `bot_job`: locks the bot's open jobs. First of all: jobs are locked before conversations. */
export function botJobsSql(conversations: string): string {
  return `bot_job AS MATERIALIZED (
    SELECT j.id, j.status, j."conversationId" FROM "OutboundJob" j
    WHERE j."conversationId" IN (${conversations}) AND j.author = 'BOT' AND j.purpose IS NULL
      AND j.status IN ('queued', 'uncertain') AND j."heldAt" IS NULL
    ORDER BY j.id FOR NO KEY UPDATE
  )`;
}

/** Common table expressions that end those of `bot_job` whose conversation is in `conversation`, and its follow-ups. */
export function endedBotJobsSql(reason: string): string {
  return `ended AS (
    UPDATE "OutboundJob" j
    SET status = (CASE bot_job.status WHEN 'queued' THEN 'cancelled' ELSE 'uncertain' END)::"OutboundJobStatus",
      "completedAt" = CASE bot_job.status WHEN 'queued' THEN now() END,
      "heldAt" = CASE bot_job.status WHEN 'uncertain' THEN now() END,
      "errorCode" = 'HUMAN_TAKEOVER', error = ${reason}
    FROM bot_job JOIN conversation ON conversation.id = bot_job."conversationId" WHERE j.id = bot_job.id
    RETURNING j.id, j.status
  ),
  ${cancelledMessagesSql("ended")},
  follow_up AS (
    UPDATE "FollowUp" f SET status = 'cancelled', reason = 'HUMAN_TAKEOVER'
    FROM conversation WHERE f."conversationId" = conversation.id AND f.status = 'waiting'
  )`;
}
