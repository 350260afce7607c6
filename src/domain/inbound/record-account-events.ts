// Keeps what Meta tells of accounts, numbers and templates, and lets it take effect: on what a number may send and how good
// it is, on the state of templates, and on what people are told. In one statement and once: the row of the event decides.
// An event without an id that comes again after Meta's redelivery is over (Meta, webhooks/overview: 7 days) is a new one.

import { run } from "@/infra/database/statement";
import type { AccountEvent } from "./account-event";

const REDELIVERED = "interval '8 days'";

const statement = {
  name: "record_account_events",
  text: `
  WITH event_in AS MATERIALIZED (
    SELECT DISTINCT ON (e."dedupeKey") e.*, own.organizations,
      coalesce(own.named, own.shown, CASE WHEN e."phoneNumberId" IS NULL AND own.count = 1
        AND (e."displayNumber" IS NULL OR own."isUnknown") THEN own.id END) AS "integrationId"
    FROM json_to_recordset($1) AS e(position int, "phoneNumberId" text, "wabaId" text, "displayNumber" text, field text,
      event text, severity text, payload jsonb, "occurredAt" timestamptz, "dedupeKey" text, "qualityRating" text,
      "sendsPerSecond" int, template jsonb, notice jsonb)
    CROSS JOIN LATERAL (
      SELECT count(*) AS count, min(i.id) AS id, array_agg(DISTINCT i."organizationId") AS organizations,
        bool_and(i."displayPhoneNumber" IS NULL) AS "isUnknown",
        min(i.id) FILTER (WHERE i."phoneNumberId" = e."phoneNumberId") AS named,
        min(i.id) FILTER (WHERE regexp_replace(i."displayPhoneNumber", '[^0-9]', '', 'g') = e."displayNumber") AS shown
      FROM "Integration" i WHERE i."phoneNumberId" = e."phoneNumberId"
        OR (e."phoneNumberId" IS NULL AND i."wabaId" = e."wabaId")
    ) own
    ORDER BY e."dedupeKey", e.position
  ),
  stored AS (
    INSERT INTO "AccountEvent" AS a ("organizationId", "integrationId", "wabaId", field, event, severity, payload,
      "occurredAt", "dedupeKey")
    SELECT CASE WHEN cardinality(organizations) = 1 THEN organizations[1] END, "integrationId", "wabaId", field, event,
      severity, payload, "occurredAt", "dedupeKey"
    FROM event_in ORDER BY "dedupeKey"
    ON CONFLICT ("dedupeKey") DO UPDATE SET "receivedAt" = now() WHERE a."receivedAt" < now() - ${REDELIVERED}
    RETURNING a.id, a."dedupeKey", a."receivedAt"
  ),
  fresh AS MATERIALIZED (
    SELECT e.*, s.id, coalesce(e."occurredAt", s."receivedAt") AS at, s."receivedAt"
    FROM event_in e JOIN stored s ON s."dedupeKey" = e."dedupeKey"
  ),
  template_news AS MATERIALIZED (
    -- Every number of the account has its own copy of the template.
    SELECT f.at, f.position, f.organizations, f."wabaId", i.id AS "integrationId", n.*, t.id AS "templateId"
    FROM fresh f CROSS JOIN LATERAL jsonb_to_record(f.template) AS n("providerTemplateId" text, name text, language text,
      status text, "rejectedReason" text, "qualityScore" text, category text, "isChanged" boolean)
    JOIN "Integration" i ON i."wabaId" = f."wabaId"
    LEFT JOIN "Template" t ON t."integrationId" = i.id
      AND ((t.name = n.name AND t.language = n.language) OR t."providerTemplateId" = n."providerTemplateId")
    WHERE f.template <> 'null'
      -- Meta promises no order; and what its list said later counts more.
      AND (t."syncedAt" IS NULL OR t."syncedAt" < f.at)
      AND NOT EXISTS (SELECT 1 FROM "AccountEvent" later WHERE later."wabaId" = f."wabaId" AND later.field = f.field
        AND later."integrationId" IS NOT DISTINCT FROM f."integrationId" AND later."occurredAt" > f."occurredAt"
        AND later.payload ->> 'message_template_name' = n.name
        AND later.payload ->> 'message_template_language' = n.language)
  ),
  template AS (
    UPDATE "Template" t
    SET status = coalesce(n.status, t.status),
      "rejectedReason" = CASE WHEN n.status IS NULL THEN t."rejectedReason" ELSE n."rejectedReason" END,
      "qualityScore" = coalesce(n."qualityScore", t."qualityScore"), category = coalesce(n.category, t.category),
      "updatedAt" = now()
    FROM (
      SELECT "templateId", (array_agg(status ORDER BY at DESC, position DESC) FILTER (WHERE status IS NOT NULL))[1] AS status,
        (array_agg("rejectedReason" ORDER BY at DESC, position DESC) FILTER (WHERE status IS NOT NULL))[1] AS "rejectedReason",
        (array_agg("qualityScore" ORDER BY at DESC, position DESC) FILTER (WHERE "qualityScore" IS NOT NULL))[1]
          AS "qualityScore",
        (array_agg(category ORDER BY at DESC, position DESC) FILTER (WHERE category IS NOT NULL))[1] AS category
      FROM template_news WHERE "templateId" IS NOT NULL GROUP BY 1
    ) n
    WHERE t.id = n."templateId"
  ),
  number_news AS (
    SELECT f."integrationId", f.at, f.position, CASE WHEN NOT EXISTS (
        SELECT 1 FROM "AccountEvent" later WHERE later."integrationId" = f."integrationId"
          AND later.field = f.field AND later."occurredAt" > f."occurredAt" AND later.event IN ('FLAGGED', 'UNFLAGGED'))
        THEN f."qualityRating" END AS "qualityRating", f."sendsPerSecond", f."displayNumber", false AS "isOld"
    FROM fresh f
    WHERE f."integrationId" IS NOT NULL AND (f."qualityRating" IS NOT NULL OR f."sendsPerSecond" IS NOT NULL)
    UNION ALL
    -- Templates that are not known here, or that have changed: Meta's list is to be looked at again.
    SELECT "integrationId", at, position, NULL, NULL, NULL, true FROM template_news
    WHERE "templateId" IS NULL OR "isChanged"
  ),
  number AS (
    UPDATE "Integration" i
    SET "qualityRating" = coalesce(n."qualityRating", i."qualityRating"),
      "sendsPerSecond" = coalesce(n."sendsPerSecond", i."sendsPerSecond"),
      "displayPhoneNumber" = coalesce(i."displayPhoneNumber", n."displayNumber"),
      "templatesSyncedAt" = CASE WHEN n."isOld" THEN NULL ELSE i."templatesSyncedAt" END, "updatedAt" = now()
    FROM (
      SELECT "integrationId", bool_or("isOld") AS "isOld", max("sendsPerSecond") AS "sendsPerSecond",
        max("displayNumber") AS "displayNumber",
        (array_agg("qualityRating" ORDER BY at DESC, position DESC) FILTER (WHERE "qualityRating" IS NOT NULL))[1]
          AS "qualityRating"
      FROM number_news GROUP BY 1
    ) n
    WHERE i.id = n."integrationId"
  ),
  notification AS (
    INSERT INTO "Notification" ("organizationId", kind, title, body, "dedupeKey")
    SELECT organization, 'ACCOUNT', f.notice ->> 'title', f.notice ->> 'body',
      'account-event:' || f.id || ':' || (extract(epoch FROM f."receivedAt") * 1000)::bigint
    FROM fresh f CROSS JOIN LATERAL unnest(f.organizations) AS organization
    WHERE f.notice <> 'null'
    ON CONFLICT ("organizationId", "dedupeKey") DO NOTHING
  )
  SELECT count(*)::int AS count FROM fresh`,
};

/** Keeps account events and applies them. Safe to repeat. @returns how many were new. */
export async function recordAccountEvents(events: AccountEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const rows = events.map((event, position) => ({ ...event, position }));
  const [stored] = await run<{ count: number }>(statement, [JSON.stringify(rows)]);
  return stored?.count ?? 0;
}
