import { embeddingModel } from "@/infra/ai/embed";
import { run } from "@/infra/database/statement";
import { log } from "@/lib/logger";
import { embedBooked } from "./embed-missing";
import type { FoundPassage } from "./found";

/** Every passage is compared with the question. Without pgvector that takes about half a millisecond each. */
const EXACT_PASSAGES_MAX = 2_000;
const PGVECTOR_PASSAGES_MAX = 50_000;
/** Cosine below which a passage is about something else: with text-embedding-3-small what is unrelated stays under 0.2. */
const SIMILARITY_MIN = 0.25;
/** A customer waits: later than this, full text alone answers. */
const QUESTION_TIMEOUT_MS = 5_000;

const means = {
  name: "knowledge_means",
  text: `
  SELECT to_regtype('vector') IS NOT NULL AS "hasVector", (SELECT count(*)::int FROM (
    SELECT FROM "KnowledgePassage" WHERE "organizationId" = $1 AND "embeddingModel" = $2 LIMIT $3) counted) AS count`,
};

const SELECTED = `p.id AS "passageId", p."documentId", d.version AS "documentVersion", d.title, p.heading, p.text,
    near.similarity AS score
  FROM near JOIN "KnowledgePassage" p ON p.id = near.id JOIN "KnowledgeDocument" d ON d.id = p."documentId"
  WHERE near.similarity >= ${SIMILARITY_MIN} ORDER BY near.similarity DESC, p.id`;
const OWN_SQL = `"organizationId" = $1 AND "embeddingModel" = $2 AND cardinality(embedding) = cardinality($3::real[])`;

/** For databases without pgvector. MATERIALIZED: each similarity is reckoned once. */
const exact = {
  name: "knowledge_by_meaning",
  text: `
  WITH near AS MATERIALIZED (
    SELECT id, (SELECT sum(a * b) / nullif(sqrt(sum(a * a)) * sqrt(sum(b * b)), 0)
      FROM unnest(embedding, $3::real[]) AS pair(a, b)) AS similarity
    FROM "KnowledgePassage" WHERE ${OWN_SQL} ORDER BY similarity DESC NULLS LAST LIMIT $4
  )
  SELECT ${SELECTED}`,
};

/** Parsed only where the type is there. */
const byPgvector = {
  name: "knowledge_by_meaning_pgvector",
  text: `
  WITH near AS MATERIALIZED (
    SELECT id, 1 - (embedding::vector <=> $3::real[]::vector) AS similarity
    FROM "KnowledgePassage" WHERE ${OWN_SQL} ORDER BY embedding::vector <=> $3::real[]::vector LIMIT $4
  )
  SELECT ${SELECTED}`,
};

interface MeaningQuestion {
  organizationId: string;
  query: string;
  candidates: number;
  jobId?: number;
  turnId?: string;
  signal?: AbortSignal;
}

/** Passages whose embedding is near the question's; none when there is no embedding to be had, or there are too many passages. */
export async function searchByMeaning(question: MeaningQuestion): Promise<FoundPassage[]> {
  const { organizationId, query, candidates, jobId, turnId, signal } = question;
  const model = embeddingModel();
  if (model === null) return [];
  const [state] = await run<{ hasVector: boolean; count: number }>(means, [
    organizationId,
    model,
    PGVECTOR_PASSAGES_MAX + 1,
  ]);
  const { hasVector = false, count = 0 } = state ?? {};
  if (count === 0) return [];
  if (count > (hasVector ? PGVECTOR_PASSAGES_MAX : EXACT_PASSAGES_MAX)) {
    log("warn", "[KNOWLEDGE] Too many passages to compare, full text only", { jobId, count });
    return [];
  }
  const booking = { organizationId, jobId, turnId, signal, timeoutMs: QUESTION_TIMEOUT_MS };
  const { vectors } = await embedBooked([query], booking);
  if (!vectors) return [];
  return await run<FoundPassage>(hasVector ? byPgvector : exact, [
    organizationId,
    model,
    vectors[0],
    candidates,
  ]);
}
