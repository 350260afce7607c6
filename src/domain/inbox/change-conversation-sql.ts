interface Change {
  /** What is set of a conversation c. */
  setSql: string;
  /** Whether that changes anything of c. */
  isNewSql: string;
  /** Quoted: a name. */
  actionSql: string;
  /** Beside the action, for whoever reads the thread; of `before`, the conversation as it was. */
  detailsSql?: string;
}

/**
 * A statement that changes one conversation: $1 its id, $2 its organization, $3 who does it; what the change needs follows.
 * It gives a row when there is such a conversation. What changes nothing is not audited.
 */
export function changeConversationSql(change: Change): string {
  const { setSql, isNewSql, actionSql, detailsSql = `'{}'::jsonb` } = change;
  return `
  WITH before AS MATERIALIZED (
    SELECT c.* FROM "Conversation" c WHERE c.id = $1 AND c."organizationId" = $2 FOR NO KEY UPDATE
  ),
  changed AS (
    UPDATE "Conversation" c SET ${setSql}, "updatedAt" = now() FROM before
    WHERE c.id = before.id AND ${isNewSql}
    RETURNING c.id
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT before."organizationId", $3, ${actionSql}, 'Conversation', before.id::text, ${detailsSql}
    FROM before JOIN changed ON changed.id = before.id
  )
  SELECT before.id FROM before`;
}
