import { run } from "@/infra/database/statement";
import { isAppError } from "@/lib/errors";
import { storeRead } from "./add-document";
import { type Embedding, embedMissing } from "./embed-missing";
import { type DocumentRow, listDocuments, unknownDocument } from "./list-documents";
import { readUrlSource } from "./read-source";

export interface RefreshOutcome {
  id: string;
  source: string;
  outcome: "changed" | "unchanged" | "failed" | "removed";
  problem: string | null;
}

const fail = {
  name: "knowledge_fail",
  text: `UPDATE "KnowledgeDocument" SET status = 'failed', error = $3 WHERE id = $1 AND version = $2`,
};

interface Refresh {
  organizationId: string;
  /** An id or a source; left out: all. */
  which?: string | undefined;
  actor: string;
}

/**
 * Reads the pages again that documents came from, and makes the embeddings that are missing. A page that cannot be read leaves
 * the older text as it is, and says so. @throws NOT_FOUND for a document that is not there.
 */
export async function refreshDocuments(
  { organizationId, which, actor }: Refresh,
  onProgress: (outcome: RefreshOutcome) => void = () => undefined,
): Promise<{ outcomes: RefreshOutcome[]; embedding: Embedding }> {
  const all = await listDocuments(organizationId);
  const chosen = all.filter(({ id, source }) => which === undefined || which === id || which === source);
  if (which !== undefined && chosen.length === 0) throw unknownDocument(which);
  const outcomes: RefreshOutcome[] = [];
  for (const document of chosen) {
    if (document.kind !== "url" || document.source === null) continue;
    const outcome = await refreshOne(organizationId, { ...document, source: document.source }, actor);
    outcomes.push(outcome);
    onProgress(outcome);
  }
  return { outcomes, embedding: await embedMissing(organizationId) };
}

type UrlDocument = DocumentRow & { source: string };

async function refreshOne(
  organizationId: string,
  document: UrlDocument,
  actor: string,
): Promise<RefreshOutcome> {
  const { id, source, title, searchConfig, version } = document;
  try {
    const read = await readUrlSource(source);
    const known = { organizationId, source, title, language: searchConfig, actor, isRefresh: true };
    const { outcome } = await storeRead(known, read);
    return { id, source, outcome: outcome === "unchanged" ? "unchanged" : "changed", problem: null };
  } catch (error) {
    if (isAppError(error) && error.code === "NOT_FOUND")
      return { id, source, outcome: "removed", problem: null };
    if (!isAppError(error) || error.code !== "INVALID_INPUT") throw error;
    await run(fail, [id, version, error.message]);
    return { id, source, outcome: "failed", problem: error.message };
  }
}
