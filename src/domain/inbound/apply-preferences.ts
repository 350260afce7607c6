// Customers say in their app whether they want marketing messages (Meta, webhooks/reference/user_preferences; error 131050
// tells the same later). By Meta's clock: an older word that comes later changes nothing.

import { locateContactsSql, phoneKey, plainNumber } from "@/domain/contacts";
import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { senderHashes } from "@/lib/sender-hash";
import type { Preference } from "./change";

/** Finds or makes the contacts; a word of somebody who was erased since is passed over. */
const locateStatement = {
  name: "locate_preferences",
  text: `
  WITH preference AS MATERIALIZED (
    SELECT p.*, i.id AS "integrationId", i."organizationId", coalesce(i."portfolioId", p."wabaId", '') AS scope,
      EXISTS (SELECT 1 FROM "ErasedContact" e WHERE e."organizationId" = i."organizationId"
        AND e."senderHash" = ANY (p."senderHashes") AND p.at <= e."erasedAt") AS "isErased"
    FROM json_to_recordset($1) AS p(position int, "phoneNumberId" text, "wabaId" text, phone text, "phoneKey" text,
      "userId" text, "parentUserId" text, at timestamptz, "senderHashes" text[])
    JOIN "Integration" i ON i."phoneNumberId" = p."phoneNumberId"
  ),
  message_in AS MATERIALIZED (
    SELECT p.position, p."organizationId", p."integrationId", p."wabaId", p.scope, p.phone, p."phoneKey",
      NULL::text AS "waId", NULL::text AS "waKey", p."userId", p."parentUserId", NULL::text AS "groupId",
      NULL::text AS "profileName", NULL::text AS username, NULL::text AS consent, p.at AS "sentAt", ''::text AS wamid
    FROM preference p WHERE NOT p."isErased"
  ),
  ${locateContactsSql("")}
  SELECT p.position, p."isErased", l."contactId" FROM preference p LEFT JOIN located l ON l.position = p.position`,
};

const applyStatement = {
  name: "apply_preferences",
  text: `
  UPDATE "Contact" c
  SET "marketingOptedOutAt" = CASE p.marketing WHEN 'stop' THEN p.at END, "marketingChangedAt" = p.at,
    "updatedAt" = now()
  FROM (
    SELECT DISTINCT ON (p."contactId") p.* FROM json_to_recordset($1)
      AS p(position int, "contactId" bigint, marketing text, at timestamptz)
    ORDER BY p."contactId", p.at DESC, p.position DESC
  ) p
  WHERE c.id = p."contactId" AND (c."marketingChangedAt" IS NULL OR c."marketingChangedAt" < p.at)`,
};

interface Located {
  position: number;
  isErased: boolean;
  contactId: number | null;
}

/** Notes who wants marketing messages. Safe to repeat. @returns whether one was of somebody who was erased. */
export async function applyPreferences(preferences: Preference[]): Promise<boolean> {
  if (preferences.length === 0) return false;
  const located = await run<Located & Record<string, unknown>>(locateStatement, [
    JSON.stringify(preferences.map(toRow)),
  ]);
  const rows = located.flatMap(({ position, contactId }) => {
    const { marketing, at } = preferences[position] ?? {};
    return contactId === null ? [] : [{ position, contactId, marketing, at }];
  });
  if (rows.length > 0) await run(applyStatement, [JSON.stringify(rows)]);
  return located.some(({ isErased }) => isErased);
}

function toRow({ marketing: _, ...preference }: Preference, position: number) {
  const { phone, userId } = preference;
  const { SESSION_SECRET, SESSION_SECRET_PREVIOUS } = env();
  const names = [phone, phone && plainNumber(phone), userId];
  const hashes = senderHashes(names, [SESSION_SECRET, SESSION_SECRET_PREVIOUS]);
  return { ...preference, position, phoneKey: phone && phoneKey(phone), senderHashes: hashes };
}
