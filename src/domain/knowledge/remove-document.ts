import { run } from "@/infra/database/statement";
import { unknownDocument } from "./list-documents";

const remove = {
  name: "knowledge_remove",
  text: `
  WITH removed AS (
    DELETE FROM "KnowledgeDocument" WHERE "organizationId" = $1 AND (id = $2 OR source = $2)
    RETURNING id, "organizationId", title, source, version
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", $3, 'knowledge_removed', 'KnowledgeDocument', id,
      jsonb_build_object('source', source, 'title', title, 'version', version) FROM removed
  )
  SELECT id, title FROM removed`,
};

/** Removes a document, by its id or its source, with its passages: no answer finds them any more. @throws NOT_FOUND. */
export async function removeDocument(
  organizationId: string,
  which: string,
  actor: string,
): Promise<{ id: string; title: string }> {
  const [removed] = await run<{ id: string; title: string }>(remove, [organizationId, which, actor]);
  if (!removed) throw unknownDocument(which);
  return removed;
}
