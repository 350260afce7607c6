// Meta calls a person something else from now on (Meta, webhooks/reference/messages/system): another number, another user id.
// The contact stays; the names before are kept for what was written under them, and are free for others from then on. Whoever
// is known by the new names already is the same person, if they wrote after the change, or could not have been anybody else.

import { run } from "@/infra/database/statement";
import { aliasKeySql, phoneKey } from "./alias-keys";

interface ChangedIdentity {
  phoneNumberId: string;
  /** The system notice; it is in the conversation of the contact that changes. */
  providerMessageId: string;
  wabaId: string | null;
  /** By Meta's clock. */
  at: Date;
  /** Null when Meta does not tell it: the number before is not theirs any more either way. */
  phone: string | null;
  userId: string | null;
  parentUserId: string | null;
}

const statement = {
  name: "change_identity",
  text: `
  WITH change AS (
    SELECT c.*, i."organizationId", i.id AS "integrationId", coalesce(i."portfolioId", c."wabaId", '') AS scope,
      v."contactId"
    FROM json_to_record($1) AS c("phoneNumberId" text, "providerMessageId" text, "wabaId" text, at timestamptz,
      phone text, "phoneKey" text, "userId" text, "parentUserId" text)
    JOIN "Integration" i ON i."phoneNumberId" = c."phoneNumberId"
    JOIN "Message" m ON m."providerMessageId" = c."providerMessageId"
    JOIN "Conversation" v ON v.id = m."conversationId" AND v."integrationId" = i.id
  ),
  name AS MATERIALIZED (
    SELECT c."organizationId", c."contactId", c.at, n.* FROM change c CROSS JOIN LATERAL (VALUES
      ('PHONE', '', c."phoneKey", c.phone),
      ('USER_ID', c.scope, ${aliasKeySql.userId("c.scope", `c."userId"`)}, c."userId"),
      ('PARENT_USER_ID', '', ${aliasKeySql.parentUserId(`c."parentUserId"`)}, c."parentUserId")
    ) AS n(kind, scope, alias, value) WHERE n.alias IS NOT NULL
  ),
  held AS MATERIALIZED (
    SELECT a.alias, a.kind, a."contactId" AS "holderId", a."replacedAt", n."contactId", n.at, n.value,
      -- Who had this number before the change is somebody else; so is who is known by another user id.
      a.kind = 'PHONE' AND (
        EXISTS (SELECT 1 FROM "Conversation" v JOIN "Message" m ON m."conversationId" = v.id
          WHERE v."contactId" = a."contactId" AND m.direction = 'INBOUND' AND m."sentAt" < n.at)
        OR EXISTS (SELECT 1 FROM "ContactAlias" o, change c WHERE o."contactId" = a."contactId" AND o.kind = 'USER_ID'
          AND o."replacedAt" IS NULL AND o.scope IN (c.scope, '') AND coalesce(o.value, o.alias) <> c."userId")
      ) AS "isAnothers"
    FROM name n JOIN "ContactAlias" a ON a."organizationId" = n."organizationId" AND a.alias = n.alias
    WHERE a."contactId" <> n."contactId"
  ),
  merge AS (
    INSERT INTO "ContactMerge" ("organizationId", "survivorId", "absorbedId", reason, actor)
    SELECT DISTINCT c."organizationId", least(h."contactId", h."holderId"), greatest(h."contactId", h."holderId"),
      CASE WHEN c.phone IS NULL THEN 'user_id_change' ELSE 'number_change' END, 'webhook'
    FROM held h, change c WHERE NOT h."isAnothers"
    ON CONFLICT ("survivorId", "absorbedId") WHERE status = 'pending' DO NOTHING RETURNING id
  ),
  moved AS (
    UPDATE "ContactAlias" a SET "contactId" = h."contactId", value = h.value, "replacedAt" = NULL
    FROM held h, change c WHERE h."isAnothers" AND a."organizationId" = c."organizationId" AND a.alias = h.alias
    RETURNING a.alias
  ),
  without_phone AS (
    UPDATE "Contact" p SET phone = NULL, "updatedAt" = now() FROM held h
    WHERE h."isAnothers" AND p.id = h."holderId" AND p."userId" IS NOT NULL
  ),
  added AS (
    INSERT INTO "ContactAlias" ("organizationId", alias, "contactId", kind, scope, value)
    SELECT n."organizationId", n.alias, n."contactId", n.kind, n.scope, n.value FROM name n
    ON CONFLICT ("organizationId", alias) DO NOTHING RETURNING alias
  ),
  replaced AS (
    UPDATE "ContactAlias" a SET "replacedAt" = c.at FROM change c
    WHERE a."contactId" = c."contactId" AND a."replacedAt" IS NULL AND a.alias NOT IN (SELECT alias FROM name)
      AND (a.kind IN ('PHONE', 'WA_ID') OR (a.kind = 'USER_ID' AND c."userId" IS NOT NULL AND a.scope IN (c.scope, '')
        AND coalesce(a.value, a.alias) <> c."userId"))
    RETURNING a.alias
  ),
  is_now AS MATERIALIZED (
    -- A change that came late: the names it tells of have been left since.
    SELECT c.*, EXISTS (SELECT 1 FROM "ContactAlias" a, name n WHERE a."organizationId" = n."organizationId"
        AND a.alias = n.alias AND a."replacedAt" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM moved WHERE moved.alias = a.alias))
      AS "isPast", EXISTS (SELECT 1 FROM replaced UNION SELECT 1 FROM added UNION SELECT 1 FROM moved) AS "isNew"
    FROM change c
  ),
  contact AS (
    UPDATE "Contact" p
    SET phone = CASE WHEN n.phone IS NOT NULL THEN n.phone WHEN coalesce(n."userId", p."userId") IS NOT NULL THEN NULL
        ELSE p.phone END,
      "userId" = coalesce(n."userId", p."userId"), "updatedAt" = now()
    FROM is_now n WHERE p.id = n."contactId" AND n."isNew" AND NOT n."isPast"
  ),
  conversation AS (
    UPDATE "Conversation" v SET "customerUserId" = n."userId", "updatedAt" = now()
    FROM is_now n WHERE v."contactId" = n."contactId" AND v."integrationId" = n."integrationId" AND n."userId" IS NOT NULL
      AND n."isNew" AND NOT n."isPast"
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", 'webhook', 'identity_change', 'Contact', "contactId"::text,
      jsonb_build_object('names', (SELECT count(*) FROM name)) FROM is_now WHERE "isNew"
  )
  SELECT (SELECT count(*)::int FROM merge) AS merges FROM change`,
};

/** Notes what Meta calls a contact from now on. Safe to repeat. @returns whether contacts turned out to be one. */
export async function changeIdentity(change: ChangedIdentity): Promise<boolean> {
  const parameter = { ...change, phoneKey: change.phone && phoneKey(change.phone) };
  const [changed] = await run<{ merges: number }>(statement, [JSON.stringify(parameter)]);
  return (changed?.merges ?? 0) > 0;
}
