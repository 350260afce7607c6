/**
 * A common table expression that marks the messages of cancelled jobs which Meta has refused before: nobody will try
 * them again. `jobs` has id and status.
 */
export function cancelledMessagesSql(jobs: string): string {
  return `cancelled_message AS (
    UPDATE "Message" m SET status = 'FAILED', "errorCode" = 'CANCELLED'
    FROM ${jobs} j JOIN "OutboundMessageLog" l ON l."jobId" = j.id
    WHERE j.status = 'cancelled' AND m.id = l."messageId" AND m.status = 'PENDING' AND l.status = 'refused'
      AND NOT EXISTS (SELECT 1 FROM "OutboundMessageLog" u WHERE u."messageId" = m.id AND u.status = 'unknown')
  )`;
}

/**
 * The common table expression `retried`: new jobs that try ended ones again, which stay as they were. `jobs` has all
 * columns of OutboundJob. Not for jobs of which Meta has, or may have, taken something: sending that again is no retry.
 * A person's words are kept, and fixed ones; the bot thinks anew. Whoever retries the same job at the same time gets no second job.
 */
export function retriedJobSql(jobs: string): string {
  return `retried AS (
    INSERT INTO "OutboundJob" ("organizationId", "conversationId", "inboundMessageId", "inboundProviderMessageId",
      "idempotencyKey", "requestId", author, purpose, "retryOfId", reply, "replySeenCount")
    SELECT j."organizationId", j."conversationId", j."inboundMessageId", j."inboundProviderMessageId",
      j."idempotencyKey" || '!', j."requestId", j.author, j.purpose, j.id,
      CASE WHEN j.author = 'PERSON' OR j.purpose IS NOT NULL THEN j.reply END,
      CASE j.author WHEN 'PERSON' THEN j."replySeenCount" END
    FROM ${jobs} j
    WHERE NOT EXISTS (
      SELECT 1 FROM "OutboundMessageLog" l
      WHERE l."jobId" = j.id AND l.status IN ('sending', 'accepted', 'unknown'))
    ORDER BY j.id
    ON CONFLICT DO NOTHING
    RETURNING id, "retryOfId"
  )`;
}

/**
 * A join from `lead`, a job whose reply has seen other jobs, to `answered`: every job of a message that this reply has
 * seen. That is more than the jobs it names: one of them may have been ended and be tried again meanwhile.
 */
export function answeredJoinSql(lead: string): string {
  return `CROSS JOIN LATERAL unnest(${lead}."answeredJobIds") AS seen(id)
    JOIN "OutboundJob" named ON named.id = seen.id
    JOIN "OutboundJob" answered ON answered."inboundMessageId" = named."inboundMessageId"`;
}
