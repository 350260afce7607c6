import { run } from "@/infra/database/statement";
import { storableText } from "@/lib/storable-text";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

const statement = {
  name: "name_contact",
  text: `
  WITH before AS MATERIALIZED (
    SELECT p.id, p.name FROM "Contact" p WHERE p.id = $3 AND p."organizationId" = $1 FOR NO KEY UPDATE
  ),
  named AS (
    UPDATE "Contact" p SET name = $4, "updatedAt" = now() FROM before
    WHERE p.id = before.id AND before.name IS DISTINCT FROM $4 RETURNING p.id
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT $1, $2, 'rename', 'Contact', id::text FROM named
  )
  SELECT id FROM before`,
};

/**
 * What people of the business call a customer; null: as they call themselves. The audit does not say the name: it would outlive
 * an erasure. Safe to repeat. @throws NOT_FOUND.
 */
export async function nameContact(
  { organizationId, actor }: Agent,
  id: number,
  name: string | null,
): Promise<{ id: number; name: string | null }> {
  const written = name === null ? null : storableText(name);
  const rows = await run(statement, [organizationId, actor, id, written]);
  if (rows.length === 0) throw notFound("Contact", id);
  return { id, name: written };
}
