// Takes a merge back: what was moved goes back where it came from; what was written since then stays with the survivor.
// Webhooks do not merge the two again: somebody has said that they are two.

import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";

const idsSql = (list: string) =>
  `(SELECT value::bigint FROM jsonb_array_elements_text(${list}) AS each(value))`;

const restoredSql = (name: string) => `"${name}" = CASE WHEN s."${name}" IS NOT DISTINCT FROM a."${name}"
        THEN u.moved -> 'before' ->> '${name}' ELSE s."${name}" END`;

const statement = {
  name: "unmerge_contacts",
  text: `
  WITH undone AS (
    UPDATE "ContactMerge" g SET status = 'undone', "undoneAt" = now() WHERE g.id = $1 AND g.status = 'done'
      -- Only the last one: what a later merge has moved on is not ours to move back.
      AND NOT EXISTS (SELECT 1 FROM "Contact" s WHERE s.id = g."survivorId" AND s."mergedIntoId" IS NOT NULL)
    RETURNING g.*
  ),
  joined AS MATERIALIZED (
    SELECT (j ->> 'from')::bigint AS "from", (j ->> 'to')::bigint AS "to", j -> 'messages' AS messages,
      j -> 'jobs' AS jobs, j -> 'notifications' AS notifications, j -> 'followUps' AS "followUps"
    FROM undone CROSS JOIN LATERAL jsonb_array_elements(undone.moved -> 'joined') AS each(j)
  ),
  locked_job AS MATERIALIZED (
    SELECT j.id FROM "OutboundJob" j WHERE j.id IN (
      SELECT value::bigint FROM joined CROSS JOIN LATERAL jsonb_array_elements_text(joined.jobs) AS each(value))
    ORDER BY j.id FOR NO KEY UPDATE
  ),
  message AS (
    UPDATE "Message" m SET "conversationId" = j."from" FROM joined j
    WHERE m."conversationId" = j."to" AND m.id IN ${idsSql("j.messages")}
    RETURNING m.id, m."sentAt", m."createdAt", m."conversationId"
  ),
  job AS (
    UPDATE "OutboundJob" b SET "conversationId" = j."from" FROM joined j, (SELECT count(*) FROM locked_job) AS first
    WHERE b."conversationId" = j."to" AND b.id IN ${idsSql("j.jobs")}
  ),
  turn AS (
    UPDATE "AiTurn" t SET "conversationId" = j."from" FROM joined j
    WHERE t."conversationId" = j."to" AND t."jobId" IN ${idsSql("j.jobs")}
  ),
  follow_up AS (
    UPDATE "FollowUp" u SET "conversationId" = j."from" FROM joined j
    WHERE u."conversationId" = j."to" AND u.id IN ${idsSql(`j."followUps"`)}
  ),
  notification AS (
    UPDATE "Notification" n SET "conversationId" = j."from" FROM joined j
    WHERE n."conversationId" = j."to" AND n.id IN ${idsSql("j.notifications")}
  ),
  reopened AS (
    UPDATE "Conversation" c SET "deletedAt" = NULL, "inboundCount" = c."inboundCount" + 1, "updatedAt" = now(),
      "lastMessageAt" = (SELECT max(coalesce(m."sentAt", m."createdAt")) FROM message m WHERE m."conversationId" = c.id)
    FROM joined j WHERE c.id = j."from"
  ),
  left_alone AS (
    -- The window that the other one has opened is not theirs. What asks for an answer opens it, and has a job.
    UPDATE "Conversation" c SET "inboundCount" = c."inboundCount" + 1, "updatedAt" = now(),
      "lastInboundAt" = (
        SELECT max(least(m."sentAt", m."createdAt")) FROM "Message" m
        WHERE m."conversationId" = c.id AND m.id NOT IN (SELECT id FROM message)
          AND EXISTS (SELECT 1 FROM "OutboundJob" b WHERE b."inboundMessageId" = m.id))
    FROM joined j WHERE c.id = j."to"
  ),
  conversation AS (
    UPDATE "Conversation" c SET "contactId" = u."absorbedId", "updatedAt" = now() FROM undone u
    WHERE c."contactId" = u."survivorId" AND c.id IN ${idsSql("u.moved -> 'conversations'")}
  ),
  alias AS (
    UPDATE "ContactAlias" a SET "contactId" = u."absorbedId" FROM undone u
    WHERE a."organizationId" = u."organizationId" AND a."contactId" = u."survivorId"
      AND a.alias IN (SELECT value FROM jsonb_array_elements_text(u.moved -> 'aliases') AS each(value))
  ),
  lead AS (
    UPDATE "Lead" l SET "contactId" = u."absorbedId" FROM undone u
    WHERE l."contactId" = u."survivorId" AND l.id IN ${idsSql("u.moved -> 'leads'")}
  ),
  absorbed AS (
    UPDATE "Contact" c SET "mergedIntoId" = CASE WHEN c.id = u."absorbedId" THEN NULL ELSE u."absorbedId" END,
      "updatedAt" = now()
    FROM undone u WHERE c."mergedIntoId" = u."survivorId" AND c.id IN ${idsSql("u.moved -> 'contacts'")}
  ),
  survivor AS (
    -- A name that came with the other contact goes back with it.
    UPDATE "Contact" s SET ${restoredSql("phone")}, ${restoredSql("userId")}, ${restoredSql("username")},
      ${restoredSql("profileName")}, "updatedAt" = now()
    FROM undone u JOIN "Contact" a ON a.id = u."absorbedId" WHERE s.id = u."survivorId"
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", $2, 'unmerge', 'Contact', "survivorId"::text,
      jsonb_build_object('absorbedId', "absorbedId", 'mergeId', id)
    FROM undone
  )
  SELECT "survivorId", "absorbedId" FROM undone`,
};

/** @throws NOT_FOUND when the merge was never carried out, is undone already, or its survivor is part of another since. */
export async function unmergeContacts(
  mergeId: number,
  actor: string,
): Promise<{ survivorId: number; absorbedId: number }> {
  const [undone] = await run<{ survivorId: number; absorbedId: number }>(statement, [mergeId, actor]);
  if (!undone)
    throw new AppError(
      "NOT_FOUND",
      `Merge ${mergeId} cannot be undone: it is not the last one of its contacts`,
    );
  return undone;
}
