// Who wrote a message, and whether Meta has it: told in SQL, so that a list of fifty conversations is one statement.

export type Author = "CUSTOMER" | "BOT" | "PERSON" | "PHONE";
export type ShownStatus = "RECEIVED" | "PENDING" | "SENT" | "DELIVERED" | "READ" | "FAILED" | "UNKNOWN";

/** The job that a message m came out of, as `job`; of one that was sent under several keys the newest. */
export function jobOfMessageSql(message: string): string {
  return `LEFT JOIN LATERAL (
    SELECT j.id, j.author, j.status, j."idempotencyKey", j.reply ->> 'actor' AS actor
    FROM "OutboundMessageLog" l JOIN "OutboundJob" j ON j.id = l."jobId"
    WHERE ${message}.direction = 'OUTBOUND' AND l."messageId" = ${message}.id
    ORDER BY l."startedAt" DESC LIMIT 1
  ) job ON true
  LEFT JOIN "User" writer ON writer.id = substring(job.actor FROM '^user:(.*)$')`;
}

/** Needs `job`. A message whose job is past its retention counts as the bot's. */
export function authorSql(message: string): string {
  return `CASE WHEN ${message}.direction = 'INBOUND' THEN 'CUSTOMER' WHEN ${message}.origin = 'PHONE' THEN 'PHONE'
    WHEN job.author = 'PERSON' THEN 'PERSON' ELSE 'BOT' END`;
}

/** UNKNOWN: a call was made and nobody knows what came of it, and no other is under way. */
export function shownStatusSql(message: string): string {
  return `CASE WHEN ${isUnknownSql(message)} THEN 'UNKNOWN' ELSE ${message}.status::text END`;
}

export function isUnknownSql(message: string): string {
  return `(${message}.status = 'PENDING'
    AND EXISTS (SELECT 1 FROM "OutboundMessageLog" k WHERE k."messageId" = ${message}.id AND k.status = 'unknown')
    AND NOT EXISTS (SELECT 1 FROM "OutboundMessageLog" k WHERE k."messageId" = ${message}.id AND k.status = 'sending'))`;
}

/** What takes effect on another message and says nothing by itself: see saysNothing in src/domain/orchestrator. */
export function saysSomethingSql(message: string): string {
  return `(${message}.type <> 'revoke' AND (${message}.type <> 'edit' OR ${message}.body <> ''))`;
}
