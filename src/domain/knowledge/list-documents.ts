import { inOrganization } from "@/infra/database/in-organization";
import { AppError } from "@/lib/errors";
import type { KnowledgeKind } from "./knowledge-document";

export interface DocumentRow {
  id: string;
  title: string;
  kind: KnowledgeKind;
  source: string | null;
  searchConfig: string;
  version: number;
  /** failed: the newest try to read the source did; its older text holds. */
  status: "ready" | "failed";
  error: string | null;
  characters: number;
  passages: number;
  /** Passages that have an embedding, of whichever model. */
  embedded: number;
  fetchedAt: Date | null;
  updatedAt: Date;
}

interface DocumentWithPassages extends DocumentRow {
  pieces: { id: number; heading: string | null; text: string }[];
}

const ROWS_SQL = `
  SELECT d.id, d.title, d.kind, d.source, d."searchConfig", d.version, d.status, d.error,
    length(d.content) AS characters, count(p.id)::int AS passages, count(p."embeddingModel")::int AS embedded,
    d."fetchedAt", d."updatedAt"
  FROM "KnowledgeDocument" d LEFT JOIN "KnowledgePassage" p ON p."documentId" = d.id`;

const list = {
  name: "knowledge_list",
  text: `WITH document AS (${ROWS_SQL} WHERE d."organizationId" = $1 GROUP BY d.id)
  SELECT * FROM document ORDER BY title, id`,
};

const one = {
  name: "knowledge_one",
  text: `WITH document AS (
    ${ROWS_SQL} WHERE d."organizationId" = $1 AND (d.id = $2 OR d.source = $2) GROUP BY d.id)
  SELECT document.*, (
    SELECT coalesce(json_agg(json_build_object('id', p.id, 'heading', p.heading, 'text', p.text) ORDER BY p.position), '[]')
    FROM "KnowledgePassage" p WHERE p."documentId" = document.id) AS pieces
  FROM document`,
};

export async function listDocuments(organizationId: string): Promise<DocumentRow[]> {
  return await inOrganization(organizationId, (ask) => ask<DocumentRow>(list, [organizationId]));
}

/** A document by its id or its source, with its passages. @throws NOT_FOUND. */
export async function getDocument(organizationId: string, which: string): Promise<DocumentWithPassages> {
  const [document] = await inOrganization(organizationId, (ask) =>
    ask<DocumentWithPassages>(one, [organizationId, which]),
  );
  if (!document) throw unknownDocument(which);
  return document;
}

export function unknownDocument(which: string): AppError {
  const publicMessage = `There is no document ${which}.`;
  return new AppError("NOT_FOUND", publicMessage, { publicMessage });
}
