// Who wrote: the contact of each new message, by every name that Meta gives the sender. Meta may withhold the number, spell
// it in another way, or give the number of one person to another (Meta, business-scoped-user-ids). So, in this order:
//
//   user id     is one person, for ever
//   number      is whoever has it now: not somebody who is known by another user id, nor somebody who has left it
//   parent id   is one person in all linked portfolios
//   nobody      a new contact
//
// Names that turn out to belong to two contacts ask for a merge (carry-out-merges); so does the race of two first messages
// under different names. Nothing here guesses: without a name in common two contacts stay two.

import { aliasKeySql } from "./alias-keys";

const idKey = aliasKeySql.userId("m.scope", `m."userId"`);
const accountIdKey = aliasKeySql.userId(`m."wabaId"`, `m."userId"`);

/**
 * Common table expressions. `message_in` has "organizationId", position, phone, "phoneKey", "waId", "waKey", "userId",
 * "parentUserId", "groupId", "wabaId", scope, "profileName", username, consent, "sentAt"; `news` joins it with what is new
 * of it. They leave `located`: those messages with "contactId", "heldPhone" and "heldUserId", the names that are the
 * sender's now; `consent`: the last word of each contact on being written to; and `contact_merge`.
 */
export function locateContactsSql(news: string): string {
  return `
  named AS MATERIALIZED (
    SELECT m.*, found.*, phone.*
    FROM message_in m ${news}
    CROSS JOIN LATERAL (
      SELECT min(a."contactId") FILTER (WHERE a.kind = 'USER_ID') AS "byUser",
        min(a."contactId") FILTER (WHERE a.kind = 'PARENT_USER_ID') AS "byParent",
        min(a."contactId") FILTER (WHERE a.kind = 'GROUP') AS "byGroup",
        min(a."contactId") FILTER (WHERE a.kind IN ('PHONE', 'WA_ID')
          AND (a."replacedAt" IS NULL OR m."sentAt" <= a."replacedAt")) AS "byPhone",
        max(a."replacedAt") FILTER (WHERE a.kind = 'PHONE') AS "phoneLeftAt",
        max(a."replacedAt") FILTER (WHERE a.kind = 'USER_ID') AS "userIdLeftAt",
        coalesce(array_agg(a.alias), '{}') AS "knownKeys"
      FROM "ContactAlias" a
      WHERE a."organizationId" = m."organizationId" AND a.alias = ANY (ARRAY[m."phoneKey", m."waKey", ${idKey},
        -- From before the portfolio was known, and from before user ids had a scope.
        ${accountIdKey}, m."userId", ${aliasKeySql.parentUserId(`m."parentUserId"`)}, ${aliasKeySql.group(`m."groupId"`)}])
    ) found
    CROSS JOIN LATERAL (
      SELECT m."userId" IS NOT NULL AND found."byPhone" IS DISTINCT FROM found."byUser" AND EXISTS (
        SELECT 1 FROM "ContactAlias" other
        WHERE other."contactId" = found."byPhone" AND other.kind = 'USER_ID' AND other."replacedAt" IS NULL
          AND (other.scope IN (m.scope, '') OR other.scope = m."wabaId")
          AND coalesce(other.value, other.alias) <> m."userId") AS "isAnothersPhone"
    ) phone
  ),
  sender AS MATERIALIZED (
    SELECT n.*, coalesce(n."byGroup", n."byUser", CASE WHEN NOT n."isAnothersPhone" THEN n."byPhone" END, n."byParent")
        AS "knownContactId",
      CASE WHEN n."groupId" IS NOT NULL THEN ${aliasKeySql.group(`n."groupId"`)}
        WHEN n."userId" IS NOT NULL THEN ${aliasKeySql.userId("n.scope", `n."userId"`)}
        WHEN n."phoneLeftAt" IS NOT NULL AND n."byPhone" IS NULL THEN n.phone || '#' || extract(epoch FROM n."phoneLeftAt")::bigint
        ELSE n.phone END AS address,
      -- A late message of somebody who had the number before does not take it back.
      CASE WHEN n."isAnothersPhone" AND NOT EXISTS (
          SELECT 1 FROM "Conversation" v WHERE v."contactId" = n."byPhone" AND v."lastInboundAt" > n."sentAt") THEN n.phone
        WHEN n."isAnothersPhone" OR (n."phoneLeftAt" IS NOT NULL AND n."byPhone" IS NOT NULL) THEN NULL
        ELSE n.phone END AS "heldPhone",
      CASE WHEN n."userIdLeftAt" IS NULL THEN n."userId" END AS "heldUserId"
    FROM named n
  ),
  consent_of_new AS (
    SELECT DISTINCT ON ("organizationId", address) "organizationId", address, consent, "sentAt" FROM sender
    WHERE "knownContactId" IS NULL AND consent IS NOT NULL ORDER BY "organizationId", address, "sentAt" DESC, position DESC
  ),
  contact_added AS (
    INSERT INTO "Contact" AS c
      ("organizationId", address, phone, "userId", username, "profileName", "optedOutAt", "optOutChangedAt")
    SELECT DISTINCT ON (s."organizationId", s.address) s."organizationId", s.address, s."heldPhone",
      coalesce(s."userId", s."groupId"), s.username, s."profileName", CASE k.consent WHEN 'stop' THEN k."sentAt" END,
      k."sentAt"
    FROM sender s
    LEFT JOIN consent_of_new k ON k."organizationId" = s."organizationId" AND k.address = s.address
    WHERE s."knownContactId" IS NULL
    ORDER BY s."organizationId", s.address, s.position DESC
    -- DO UPDATE, not DO NOTHING: a row that another transaction has just inserted is returned only by an update.
    ON CONFLICT ("organizationId", address) DO UPDATE SET "updatedAt" = now(),
      "optedOutAt" = CASE WHEN excluded."optOutChangedAt" >= coalesce(c."optOutChangedAt", '-infinity')
        THEN excluded."optedOutAt" ELSE c."optedOutAt" END,
      "optOutChangedAt" = greatest(c."optOutChangedAt", excluded."optOutChangedAt")
    RETURNING coalesce(c."mergedIntoId", c.id) AS id, c."organizationId", c.address
  ),
  located AS MATERIALIZED (
    SELECT s.*, coalesce(s."knownContactId", added.id) AS "contactId"
    FROM sender s
    LEFT JOIN contact_added added ON added."organizationId" = s."organizationId" AND added.address = s.address
  ),
  consent AS MATERIALIZED (
    SELECT DISTINCT ON (l."contactId") l."contactId", l.wamid, l.consent, l."sentAt",
      before."optedOutAt" IS NOT NULL AS "wasOptedOut",
      coalesce(before."optOutChangedAt", '-infinity') <= l."sentAt" AS "isNews"
    FROM located l
    LEFT JOIN LATERAL (
      SELECT c."optedOutAt", c."optOutChangedAt" FROM "Contact" c WHERE c.id = l."contactId" OFFSET 0
    ) before ON true
    WHERE l.consent IS NOT NULL ORDER BY l."contactId", l."sentAt" DESC, l.position DESC
  ),
  contact_changed AS (
    UPDATE "Contact" c
    SET "profileName" = coalesce(s."profileName", c."profileName"), username = coalesce(s.username, c.username),
      phone = coalesce(s."heldPhone", c.phone), "userId" = coalesce(s."heldUserId", c."userId"), "updatedAt" = now(),
      "optedOutAt" = CASE k.consent WHEN 'stop' THEN k."sentAt" WHEN 'start' THEN NULL ELSE c."optedOutAt" END,
      "optOutChangedAt" = coalesce(k."sentAt", c."optOutChangedAt")
    FROM (
      SELECT DISTINCT ON ("knownContactId") * FROM sender WHERE "knownContactId" IS NOT NULL
      ORDER BY "knownContactId", position DESC
    ) s
    LEFT JOIN consent k ON k."contactId" = s."knownContactId" AND k."isNews"
    WHERE c.id = ANY (ARRAY(SELECT "knownContactId" FROM sender)) AND c.id = s."knownContactId" AND (k."contactId" IS NOT NULL
      OR c."profileName" IS DISTINCT FROM coalesce(s."profileName", c."profileName")
      OR c.username IS DISTINCT FROM coalesce(s.username, c.username)
      OR c.phone IS DISTINCT FROM coalesce(s."heldPhone", c.phone)
      OR c."userId" IS DISTINCT FROM coalesce(s."heldUserId", c."userId"))
  ),
  ${aliasesSql}`;
}

const aliasesSql = `
  phone_taken AS (
    -- Of a number that has changed hands.
    SELECT DISTINCT ON ("organizationId", "phoneKey") "organizationId", "phoneKey", phone, "contactId", "byPhone"
    FROM located
    WHERE "heldPhone" IS NOT NULL AND ("isAnothersPhone" OR ("phoneLeftAt" IS NOT NULL AND "byPhone" IS NULL))
    ORDER BY "organizationId", "phoneKey", "sentAt" DESC, position DESC
  ),
  alias_moved AS (
    UPDATE "ContactAlias" a SET "contactId" = t."contactId", value = t.phone, "replacedAt" = NULL
    FROM phone_taken t
    WHERE a."organizationId" = ANY (ARRAY(SELECT "organizationId" FROM phone_taken))
      AND a.alias = ANY (ARRAY(SELECT "phoneKey" FROM phone_taken))
      AND a."organizationId" = t."organizationId" AND a.alias = t."phoneKey"
  ),
  contact_without_phone AS (
    UPDATE "Contact" c SET phone = NULL, "updatedAt" = now() FROM phone_taken t
    WHERE c.id = ANY (ARRAY(SELECT "byPhone" FROM phone_taken)) AND c.id = t."byPhone" AND c."userId" IS NOT NULL
      -- PostgreSQL applies only one of two updates of a row in one statement.
      AND NOT EXISTS (SELECT 1 FROM sender s WHERE s."knownContactId" = c.id)
  ),
  alias_wanted AS MATERIALIZED (
    SELECT l."organizationId", l."contactId", l.position, name.*
    FROM located l CROSS JOIN LATERAL (VALUES
      ('PHONE', '', CASE WHEN l."heldPhone" IS NOT NULL THEN l."phoneKey" END, l.phone),
      ('WA_ID', '', l."waKey", l."waId"),
      ('USER_ID', l.scope, ${aliasKeySql.userId("l.scope", `l."userId"`)}, l."userId"),
      ('PARENT_USER_ID', '', ${aliasKeySql.parentUserId(`l."parentUserId"`)}, l."parentUserId"),
      ('GROUP', '', ${aliasKeySql.group(`l."groupId"`)}, l."groupId")
    ) AS name(kind, scope, alias, value)
    WHERE name.alias IS NOT NULL AND name.alias <> ALL (l."knownKeys")
  ),
  alias_added AS (
    INSERT INTO "ContactAlias" AS a ("organizationId", alias, "contactId", kind, scope, value)
    SELECT DISTINCT ON ("organizationId", alias) "organizationId", alias, "contactId", kind, scope, value
    FROM alias_wanted ORDER BY "organizationId", alias, position
    -- DO UPDATE, as above: whose it is, is to be known.
    ON CONFLICT ("organizationId", alias) DO UPDATE SET value = excluded.value
    RETURNING a."organizationId", a.alias, a."contactId"
  ),
  merge_wanted AS (
    SELECT w."organizationId", w."contactId" AS one, a."contactId" AS other
    FROM alias_wanted w JOIN alias_added a ON a."organizationId" = w."organizationId" AND a.alias = w.alias
    WHERE a."contactId" <> w."contactId"
    UNION SELECT "organizationId", "byUser", "byPhone" FROM sender WHERE "byUser" <> "byPhone" AND NOT "isAnothersPhone"
    UNION SELECT "organizationId", "contactId", "byParent" FROM located WHERE "byParent" <> "contactId"
  ),
  contact_merge AS (
    INSERT INTO "ContactMerge" ("organizationId", "survivorId", "absorbedId", reason, actor)
    SELECT DISTINCT w."organizationId", least(one, other), greatest(one, other), 'webhook', 'webhook' FROM merge_wanted w
    WHERE NOT EXISTS (
      -- Somebody has said that they are two.
      SELECT 1 FROM "ContactMerge" undone WHERE undone."survivorId" = least(one, other)
        AND undone."absorbedId" = greatest(one, other) AND undone.status = 'undone')
    ORDER BY 2, 3
    ON CONFLICT ("survivorId", "absorbedId") WHERE status = 'pending' DO NOTHING
    RETURNING id
  )`;
