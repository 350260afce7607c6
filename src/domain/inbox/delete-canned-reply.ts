import { run } from "@/infra/database/statement";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

const statement = {
  name: "delete_canned_reply",
  text: `
  WITH reply AS (
    DELETE FROM "CannedReply" WHERE id = $3 AND "organizationId" = $1 RETURNING *
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", $2, 'delete_canned_reply', 'CannedReply', id::text, jsonb_build_object('shortcut', shortcut)
    FROM reply
  )
  SELECT id FROM reply`,
};

/** @throws NOT_FOUND. */
export async function deleteCannedReply({ organizationId, actor }: Agent, id: number): Promise<void> {
  const rows = await run(statement, [organizationId, actor, id]);
  if (rows.length === 0) throw notFound("CannedReply", id);
}
