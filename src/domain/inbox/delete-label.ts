import { run } from "@/infra/database/statement";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

const statement = {
  name: "delete_label",
  text: `
  WITH label AS (
    DELETE FROM "Label" WHERE id = $3 AND "organizationId" = $1 RETURNING *
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", $2, 'delete_label', 'Label', id::text, jsonb_build_object('name', name, 'color', color) FROM label
  )
  SELECT id FROM label`,
};

/** Takes a label away, also from all conversations that have it. @throws NOT_FOUND. */
export async function deleteLabel({ organizationId, actor }: Agent, id: number): Promise<void> {
  const rows = await run(statement, [organizationId, actor, id]);
  if (rows.length === 0) throw notFound("Label", id);
}
