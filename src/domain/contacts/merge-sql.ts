// Two contacts become one. Everything that hangs on the absorbed contact is moved to the survivor; where both have a
// conversation with the same number, the messages and jobs of one are moved into the other, and the empty one stays,
// deleted, so that the merge can be undone. The ids of all that was moved are kept.
//
// Jobs are locked before conversations, as everywhere. While both conversations are being answered, the unique index
// OutboundJob_one_active_per_conversation refuses it whole; it is tried again (carry-out-merges).

/** $1 the merge. Answers what became of it: nothing, when it is not pending any more. */
export const mergeStatement = {
  name: "merge_contacts",
  text: `
  WITH wanted AS MATERIALIZED (
    SELECT g.* FROM "ContactMerge" g WHERE g.id = $1 AND g.status = 'pending' FOR UPDATE
  ),
  pair AS MATERIALIZED (
    SELECT f.id AS "from", t.id AS "to" FROM wanted w
    JOIN "Conversation" f ON f."contactId" = w."absorbedId"
    LEFT JOIN "Conversation" t ON t."contactId" = w."survivorId" AND t."integrationId" = f."integrationId"
  ),
  job AS MATERIALIZED (
    SELECT j.id FROM "OutboundJob" j
    WHERE j."conversationId" IN (SELECT "from" FROM pair WHERE "to" IS NOT NULL UNION SELECT "to" FROM pair)
    ORDER BY j.id FOR NO KEY UPDATE
  ),
  conversation AS MATERIALIZED (
    SELECT c.* FROM "Conversation" c, (SELECT count(*) FROM job) AS jobs_first
    WHERE c.id IN (SELECT "from" FROM pair UNION SELECT "to" FROM pair)
    ORDER BY c.id FOR NO KEY UPDATE OF c
  ),
  verdict AS MATERIALIZED (
    SELECT w.*,
      CASE
        WHEN EXISTS (
          SELECT 1 FROM "ContactAlias" s JOIN "ContactAlias" a ON a.scope = s.scope AND a.alias <> s.alias
          WHERE s."contactId" = w."survivorId" AND a."contactId" = w."absorbedId" AND s.kind = 'USER_ID'
            AND a.kind = 'USER_ID' AND s."replacedAt" IS NULL AND a."replacedAt" IS NULL
            -- An operator, and Meta's own notice, know better.
            AND w.reason = 'webhook') THEN 'refused'
        ELSE 'done'
      END AS verdict
    FROM wanted w, (SELECT count(*) FROM conversation) AS conversations_first
  ),
  merging AS MATERIALIZED (SELECT * FROM verdict WHERE verdict = 'done'),
  joined AS MATERIALIZED (SELECT p.* FROM pair p, merging WHERE p."to" IS NOT NULL),
  message AS (
    UPDATE "Message" m SET "conversationId" = p."to" FROM joined p WHERE m."conversationId" = p."from"
    RETURNING m.id, p."from"
  ),
  moved_job AS (
    UPDATE "OutboundJob" j SET "conversationId" = p."to" FROM joined p WHERE j."conversationId" = p."from"
    RETURNING j.id, p."from"
  ),
  notification AS (
    UPDATE "Notification" n SET "conversationId" = p."to" FROM joined p WHERE n."conversationId" = p."from"
    RETURNING n.id, p."from"
  ),
  turn AS (
    UPDATE "AiTurn" t SET "conversationId" = p."to" FROM joined p WHERE t."conversationId" = p."from"
  ),
  follow_up AS (
    UPDATE "FollowUp" u SET "conversationId" = p."to" FROM joined p WHERE u."conversationId" = p."from"
    RETURNING u.id, p."from"
  ),
  conversation_kept AS (
    -- A draft of either has seen only its half: the count that is another now makes its runner think again.
    UPDATE "Conversation" t
    SET "inboundCount" = t."inboundCount" + f."inboundCount" + 1,
      "customerUserId" = CASE WHEN coalesce(f."lastMessageAt" > t."lastMessageAt", true)
        THEN coalesce(f."customerUserId", t."customerUserId") ELSE coalesce(t."customerUserId", f."customerUserId") END,
      mode = CASE WHEN 'HUMAN' IN (t.mode, f.mode) THEN 'HUMAN'::"ConversationMode" ELSE t.mode END,
      status = CASE WHEN 'OPEN' IN (t.status, f.status) THEN 'OPEN'::"ConversationStatus" ELSE t.status END,
      "handoverJobId" = coalesce(t."handoverJobId", f."handoverJobId"),
      "handoverReason" = coalesce(t."handoverReason", f."handoverReason"),
      "handoverSummary" = coalesce(t."handoverSummary", f."handoverSummary"),
      "handoverToldAt" = greatest(t."handoverToldAt", f."handoverToldAt"),
      "personActiveAt" = greatest(t."personActiveAt", f."personActiveAt"), "leadId" = coalesce(t."leadId", f."leadId"),
      "pairFullAt" = greatest(t."pairFullAt", f."pairFullAt"), "lastInboundAt" = greatest(t."lastInboundAt", f."lastInboundAt"),
      "lastOutboundAt" = greatest(t."lastOutboundAt", f."lastOutboundAt"),
      "lastMessageAt" = greatest(t."lastMessageAt", f."lastMessageAt"),
      "deletedAt" = CASE WHEN f."deletedAt" IS NULL THEN NULL ELSE t."deletedAt" END, "updatedAt" = now()
    FROM joined p JOIN conversation f ON f.id = p."from" WHERE t.id = p."to"
  ),
  conversation_moved AS (
    UPDATE "Conversation" f
    SET "contactId" = CASE WHEN p."to" IS NULL THEN m."survivorId" ELSE f."contactId" END,
      "deletedAt" = CASE WHEN p."to" IS NULL THEN f."deletedAt" ELSE now() END, "updatedAt" = now()
    FROM pair p, merging m WHERE f.id = p."from"
    RETURNING f.id, p."to"
  ),
  alias AS (
    UPDATE "ContactAlias" a SET "contactId" = m."survivorId" FROM merging m WHERE a."contactId" = m."absorbedId"
    RETURNING a.alias
  ),
  lead AS (
    UPDATE "Lead" l SET "contactId" = m."survivorId" FROM merging m WHERE l."contactId" = m."absorbedId" RETURNING l.id
  ),
  absorbed AS (
    UPDATE "Contact" c SET "mergedIntoId" = m."survivorId", "updatedAt" = now() FROM merging m
    WHERE c.id = m."absorbedId" OR c."mergedIntoId" = m."absorbedId"
    RETURNING c.id
  ),
  survivor AS (
    UPDATE "Contact" s
    SET phone = coalesce((
          SELECT a.value FROM "ContactAlias" a WHERE a."contactId" IN (m."survivorId", m."absorbedId")
            AND a.kind = 'PHONE' AND a."replacedAt" IS NULL AND a.value IS NOT NULL ORDER BY a."createdAt" DESC LIMIT 1),
        s.phone, other.phone),
      "userId" = coalesce((
          SELECT a.value FROM "ContactAlias" a WHERE a."contactId" IN (m."survivorId", m."absorbedId")
            AND a.kind = 'USER_ID' AND a."replacedAt" IS NULL AND a.value IS NOT NULL ORDER BY a."createdAt" DESC LIMIT 1),
        s."userId", other."userId"),
      username = coalesce(other.username, s.username), "profileName" = coalesce(other."profileName", s."profileName"),
      "optedOutAt" = CASE WHEN other."optOutChangedAt" > coalesce(s."optOutChangedAt", '-infinity') THEN other."optedOutAt"
        ELSE coalesce(s."optedOutAt", CASE WHEN s."optOutChangedAt" IS NULL THEN other."optedOutAt" END) END,
      "optOutChangedAt" = greatest(s."optOutChangedAt", other."optOutChangedAt"),
      "marketingOptedOutAt" = CASE WHEN other."marketingChangedAt" > coalesce(s."marketingChangedAt", '-infinity')
        THEN other."marketingOptedOutAt" ELSE s."marketingOptedOutAt" END,
      "marketingChangedAt" = greatest(s."marketingChangedAt", other."marketingChangedAt"), "updatedAt" = now()
    FROM merging m JOIN "Contact" other ON other.id = m."absorbedId" WHERE s.id = m."survivorId"
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", actor, 'merge', 'Contact', "survivorId"::text,
      jsonb_build_object('absorbedId', "absorbedId", 'mergeId', id, 'reason', reason)
    FROM merging
  ),
  settled AS (
    UPDATE "ContactMerge" g
    SET status = v.verdict, "mergedAt" = now(), moved = jsonb_build_object(
      'aliases', (SELECT coalesce(jsonb_agg(alias), '[]') FROM alias),
      'leads', (SELECT coalesce(jsonb_agg(id), '[]') FROM lead),
      'before', (SELECT jsonb_build_object('phone', s.phone, 'userId', s."userId", 'username', s.username,
          'profileName', s."profileName") FROM "Contact" s WHERE s.id = v."survivorId"),
      'contacts', (SELECT coalesce(jsonb_agg(absorbed.id), '[]') FROM absorbed),
      'conversations', (SELECT coalesce(jsonb_agg(id), '[]') FROM conversation_moved WHERE "to" IS NULL),
      'joined', (SELECT coalesce(jsonb_agg(jsonb_build_object('from', p."from", 'to', p."to",
          'messages', (SELECT coalesce(jsonb_agg(id), '[]') FROM message WHERE message."from" = p."from"),
          'jobs', (SELECT coalesce(jsonb_agg(id), '[]') FROM moved_job WHERE moved_job."from" = p."from"),
          'notifications', (SELECT coalesce(jsonb_agg(id), '[]') FROM notification WHERE notification."from" = p."from"),
          'followUps', (SELECT coalesce(jsonb_agg(id), '[]') FROM follow_up WHERE follow_up."from" = p."from")
        )), '[]') FROM joined p))
    FROM verdict v WHERE g.id = v.id
  )
  SELECT verdict, "survivorId", "absorbedId" FROM verdict`,
};
