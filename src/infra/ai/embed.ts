import { circuit, type Health } from "@/infra/circuit/circuit";
import { env } from "@/lib/env";
import { errorCodeOf, openAi, requestHeaders } from "./openai-client";

export interface Embedded {
  /** One for each text, in their order; null when there was no usable answer. */
  vectors: number[][] | null;
  inputTokens: number;
  errorCode: string | null;
}

interface EmbedOptions {
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  /** AiUsage.id, for the provider's own log. */
  callId: number;
}

/** OpenAI takes at most 2,048 texts and 300,000 tokens in a request (API reference, embeddings); this stays well below both. */
export const EMBED_TEXTS_MAX = 96;

/** The model texts are embedded with; null without a key for it. */
export function embeddingModel(): string | null {
  return env().OPENAI_API_KEY ? env().OPENAI_EMBEDDING_MODEL : null;
}

/** Asks once for the embeddings of at most EMBED_TEXTS_MAX texts. Never throws for the provider: no answer is an answer too. */
export async function embed(texts: string[], { signal, timeoutMs, callId }: EmbedOptions): Promise<Embedded> {
  const answer = await circuit("embeddings").call(
    () => ask(texts, callId, { timeout: AbortSignal.timeout(timeoutMs), callers: signal }),
    ({ errorCode }) => healthOf(errorCode),
  );
  return answer === "open" ? failed("CIRCUIT_OPEN") : answer;
}

interface Ends {
  timeout: AbortSignal;
  callers: AbortSignal | undefined;
}

async function ask(texts: string[], callId: number, { timeout, callers }: Ends): Promise<Embedded> {
  try {
    const model = env().OPENAI_EMBEDDING_MODEL;
    // Asked for as numbers: what only speaks OpenAI's protocol may not know the package's own choice, base64.
    const body = { model, input: texts, encoding_format: "float" as const };
    const signal = callers ? AbortSignal.any([timeout, callers]) : timeout;
    const headers = requestHeaders(callId);
    const { data, usage } = await openAi().embeddings.create(body, { signal, headers });
    const vectors = [...data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    const isWhole = vectors.length === texts.length && vectors.every(isVector);
    const inputTokens = usage?.prompt_tokens ?? 0;
    return isWhole ? { vectors, inputTokens, errorCode: null } : { ...failed("MALFORMED"), inputTokens };
  } catch (error) {
    if (callers?.aborted) return failed("ABORTED");
    if (timeout.aborted) return failed("TIMEOUT");
    return failed(errorCodeOf(error));
  }
}

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every(Number.isFinite);
}

function failed(errorCode: string): Embedded {
  return { vectors: null, inputTokens: 0, errorCode };
}

function healthOf(errorCode: string | null): Health {
  if (errorCode === null) return "good";
  return ["ABORTED", "HTTP_400", "HTTP_413"].includes(errorCode) ? "neither" : "bad";
}
