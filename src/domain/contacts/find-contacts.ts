import { run } from "@/infra/database/statement";
import { phoneKey } from "./alias-keys";

export interface FoundContact {
  id: number;
  organizationId: string;
  /** Everything Meta has called this person: number, business-scoped user ids. */
  names: string[];
}

const statement = {
  name: "find_contacts",
  text: `
  WITH found AS (
    SELECT DISTINCT coalesce(c."mergedIntoId", c.id) AS id FROM "Contact" c
    WHERE c.id::text = $1 OR (NOT $3::boolean AND (c.address IN ($1, $2) OR c.phone = $2 OR c."userId" = $1
      OR EXISTS (SELECT 1 FROM "ContactAlias" a WHERE a."contactId" = c.id AND (a.alias IN ($1, $4) OR a.value = $1))))
  )
  SELECT c.id, c."organizationId", ARRAY(
    SELECT own.name FROM "Contact" o CROSS JOIN LATERAL (VALUES (o.address), (o.phone), (o."userId")) AS own(name)
    WHERE c.id IN (o.id, o."mergedIntoId") AND own.name IS NOT NULL
    UNION SELECT coalesce(a.value, a.alias) FROM "ContactAlias" a WHERE a."contactId" = c.id) AS names
  FROM "Contact" c JOIN found ON found.id = c.id
  ORDER BY c.id`,
};

/** Contacts by their id, or by their number or user id however it is written, or was. One that was merged is the other. */
export function findContacts(who: string, { isId = false } = {}): Promise<FoundContact[]> {
  const digits = who.replace(/\D/g, "");
  return run<FoundContact>(statement, [who.trim(), digits, isId, phoneKey(digits)]);
}
