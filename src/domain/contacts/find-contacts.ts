import { run } from "@/infra/database/statement";

export interface FoundContact {
  id: number;
  organizationId: string;
  /** Everything Meta has called this person: number, business-scoped user ids. */
  names: string[];
}

const statement = {
  name: "find_contacts",
  text: `
  SELECT c.id, c."organizationId", ARRAY(
    SELECT name FROM (VALUES (c.address), (c.phone), (c."userId")) AS own(name) WHERE name IS NOT NULL
    UNION SELECT a.alias FROM "ContactAlias" a WHERE a."contactId" = c.id) AS names
  FROM "Contact" c
  WHERE c.id::text = $1 OR (NOT $3::boolean AND (c.address IN ($1, $2) OR c.phone = $2 OR c."userId" = $1
    OR EXISTS (SELECT 1 FROM "ContactAlias" a WHERE a."contactId" = c.id AND a.alias = $1)))
  ORDER BY c.id`,
};

/** Contacts by their id, or by their number or user id however it is written. */
export function findContacts(who: string, { isId = false } = {}): Promise<FoundContact[]> {
  const digits = who.replace(/\D/g, "");
  return run<FoundContact>(statement, [who.trim(), digits, isId]);
}
