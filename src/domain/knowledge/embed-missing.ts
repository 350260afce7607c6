import { bookCall } from "@/domain/ai-turns";
import { EMBED_TEXTS_MAX, type Embedded, embed, embeddingModel } from "@/infra/ai/embed";
import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";

/** Few languages need more tokens than that. */
const CHARACTERS_PER_TOKEN = 3;

const missing = {
  name: "knowledge_missing_embeddings",
  text: `
  SELECT p.id, concat_ws(E'\\n', d.title, p.heading, p.text) AS text
  FROM "KnowledgePassage" p JOIN "KnowledgeDocument" d ON d.id = p."documentId"
  WHERE p."organizationId" = $1 AND p."embeddingModel" IS DISTINCT FROM $2 AND ($4::text IS NULL OR d.id = $4)
  ORDER BY p.id LIMIT $3`,
};

const keep = {
  name: "knowledge_keep_embeddings",
  text: `
  UPDATE "KnowledgePassage" p SET embedding = new.embedding, "embeddingModel" = $2
  FROM json_to_recordset($1::json) AS new(id bigint, embedding real[]) WHERE p.id = new.id`,
};

export interface Embedding {
  /** Passages that have one now and had none of this model before. */
  made: number;
  /** Why not all have one; null when they have, or when there is no key for it. */
  problem: string | null;
}

/**
 * Embeds what an organization knows, or one of its documents, and has no embedding of the present model. A provider that is
 * away is told, never thrown.
 */
export async function embedMissing(organizationId: string, documentId?: string): Promise<Embedding> {
  const model = embeddingModel();
  if (model === null) return { made: 0, problem: null };
  for (let made = 0; ; ) {
    const passages = await run<{ id: number; text: string }>(missing, [
      organizationId,
      model,
      EMBED_TEXTS_MAX,
      documentId ?? null,
    ]);
    if (passages.length === 0) return { made, problem: null };
    const texts = passages.map(({ text }) => text);
    const { vectors, problem } = await embedBooked(texts, {
      organizationId,
      timeoutMs: env().AI_TIMEOUT_MS,
    });
    if (vectors === null) return { made, problem };
    const rows = passages.map(({ id }, at) => ({ id, embedding: vectors[at] }));
    await run(keep, [JSON.stringify(rows), model]);
    made += passages.length;
  }
}

interface Booking {
  organizationId: string;
  jobId?: number | undefined;
  turnId?: string | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
}

/** One call for embeddings, booked. Null with a reason where there are none: no answer, or no budget for one. */
export async function embedBooked(
  texts: string[],
  { signal, timeoutMs, jobId, turnId, organizationId }: Booking,
): Promise<{ vectors: number[][] | null; problem: string | null }> {
  const model = env().OPENAI_EMBEDDING_MODEL;
  const ids = { ...(jobId !== undefined && { jobId }), ...(turnId !== undefined && { turnId }) };
  const inputTokensEstimate = Math.ceil(texts.join("").length / CHARACTERS_PER_TOKEN);
  const spent = { purpose: "embedding", provider: "openai", model, inputTokensEstimate } as const;
  const call = { organizationId, ...spent, ...ids };
  let problem: string | null;
  try {
    const embedded = await bookCall<Embedded>(call, async (callId) => {
      const value = await embed(texts, { signal, timeoutMs, callId });
      return { value, inputTokens: value.inputTokens, outputTokens: 0, errorCode: value.errorCode };
    });
    if (embedded.vectors) return { vectors: embedded.vectors, problem: null };
    problem = embedded.errorCode;
  } catch (error) {
    problem = describeError(error); // Above all: the day's budget is used up.
  }
  log("warn", "[KNOWLEDGE] No embeddings, full text only", {
    jobId,
    model,
    count: texts.length,
    reason: problem ?? "unknown",
  });
  return { vectors: null, problem };
}
