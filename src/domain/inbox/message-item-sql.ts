// A message of the thread with all that belongs to it: who wrote it, what it answers, the reactions to it, its files, its job.

import { authorSql, jobOfMessageSql, shownStatusSql } from "./author-sql";
import { mayRetryJobSql } from "./may-retry";

/** What a message of ours refers to is in its content, and a customer's in a column of its own. */
const targetSql = (message: string) =>
  `coalesce(${message}."quotedProviderMessageId", ${message}.content ->> 'messageId')`;

/**
 * The id of the message that a reaction is shown on. Null for everything else, and for one that failed, or is about what is not
 * here: those stand for themselves.
 */
export function reactedToSql(message: string): string {
  return `CASE WHEN ${message}.type = 'reaction' AND ${message}.status <> 'FAILED' THEN (
    SELECT t.id FROM "Message" t WHERE t."providerMessageId" = ${targetSql(message)}
      AND t."conversationId" = ${message}."conversationId") END`;
}

/** Of each who reacted the last word; an empty one takes it back. The business is one, whoever writes for it. */
const reactionsSql = `(
    SELECT coalesce(json_agg(json_build_object('emoji', latest.emoji, 'author', latest.author) ORDER BY latest.id), '[]')
    FROM (
      SELECT DISTINCT ON (r.direction, r.content -> 'sender') r.id, ${authorSql("r")} AS author,
        coalesce(r.content ->> 'emoji', r.body, '') AS emoji
      FROM "Message" r ${jobOfMessageSql("r")}
      WHERE r."conversationId" = m."conversationId" AND r.type = 'reaction' AND r.status <> 'FAILED'
        AND ${targetSql("r")} = m."providerMessageId"
      ORDER BY r.direction, r.content -> 'sender', r.id DESC
    ) latest WHERE latest.emoji <> '')`;

const fileFields = `'id', a.id, 'kind', a.kind, 'mimeType', coalesce(a."detectedMimeType", a."mimeType"),
      'filename', a.filename, 'sizeBytes', a."sizeBytes", 'durationMs', a."durationMs", 'status', a.status,
      'transcript', a.transcript, 'error', a.error`;

/** A customer's file hangs on its message; one of ours is named by what was sent, and may have been sent often. */
const filesSql = `(
    SELECT coalesce(json_agg(file.fields), '[]') FROM (
      SELECT json_build_object(${fileFields}) AS fields FROM "MediaAsset" a WHERE a."messageId" = m.id
      UNION ALL
      SELECT json_build_object(${fileFields}) FROM "MediaAsset" a
      WHERE m.direction = 'OUTBOUND' AND a."organizationId" = m."organizationId" AND a."messageId" IS NULL
        AND a.id = coalesce(m.content ->> 'assetId', m.content #>> '{header,assetId}', m.content #>> '{parameters,header,assetId}')
    ) file)`;

const quotedSql = `CASE WHEN m."quotedProviderMessageId" IS NOT NULL AND m.type NOT IN ('reaction', 'edit', 'revoke') THEN
    coalesce((
      SELECT json_build_object('messageId', q.id, 'author', ${authorSql("q")}, 'type', q.type, 'body', left(q.body, 500),
        'content', q.content, 'direction', q.direction, 'isRevoked', q."revokedAt" IS NOT NULL)
      FROM "Message" q ${jobOfMessageSql("q")}
      WHERE q."providerMessageId" = m."quotedProviderMessageId" AND q."conversationId" = m."conversationId"
    ), json_build_object('messageId', NULL)) END`;

/** Columns of a message m; `messageJoinsSql` has what they speak of. */
export const messageColumnsSql = `
  m.id, m."conversationId", m.direction, m.type, m.body, m.content, ${shownStatusSql("m")} AS status, m."errorCode", m.error,
  m."possibleDuplicate", m."editedAt" IS NOT NULL AS "isEdited", m."revokedAt" IS NOT NULL AS "isRevoked",
  m."providerMessageId", coalesce(m."sentAt", m."createdAt") AS at, m."createdAt", m."deliveredAt", m."readAt",
  ${authorSql("m")} AS author, writer.name AS "authorName", job.id AS "jobId", job."idempotencyKey",
  ${mayRetryJobSql("job")} AS "isRetryable",
  EXISTS (SELECT 1 FROM "AiTurn" t WHERE t."jobId" = job.id) AS "hasStory",
  ${quotedSql} AS quoted, ${filesSql} AS files,
  CASE WHEN m."providerMessageId" IS NULL THEN '[]' ELSE ${reactionsSql} END AS reactions`;

export const messageJoinsSql = jobOfMessageSql("m");
