import { APIConnectionError } from "openai";
import type {
  ChatCompletion,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from "openai/resources/chat/completions";
import { env } from "@/lib/env";
import { parseJson } from "@/lib/parse-json";
import { costMicroUsd, estimateMicroUsd, type Tokens } from "./model-price";
import { errorCodeOf, requestHeaders } from "./openai-client";
import type { AiProvider } from "./providers";

interface ToolCall {
  id: string;
  name: string;
  /** As the model wrote them; undefined when they are no JSON. */
  arguments: unknown;
}

/** What one call cost, answered or not. */
interface AiCall extends Tokens {
  provider: string;
  model: string;
  /** Millionths of a US dollar; null when the model's price is not known. */
  costMicroUsd: number | null;
  /** What a budget is charged for it; null when the call broke off, and nobody knows whether it is billed. */
  chargedMicroUsd: number | null;
  elapsedMs: number;
  errorCode: string | null;
}

export type AiAnswer =
  | { kind: "answered"; content: string; toolCalls: ToolCall[]; finishReason: string | null; call: AiCall }
  | { kind: "failed"; reason: string; call: AiCall }
  /** The caller's signal ended it. */
  | { kind: "aborted"; call: AiCall };

export interface AiQuestion {
  messages: ChatCompletionMessageParam[];
  tools: ChatCompletionTool[];
  signal: AbortSignal;
  /** AiUsage.id: the provider keeps it with the request. */
  callId?: number;
  /** AI_TIMEOUT_MS, unless less is left of a turn. */
  timeoutMs?: number;
}

/** A model that calls more tools at once is out of hand. */
const TOOL_CALLS_MAX = 8;

/** The call never reached anybody, so nobody bills it. */
const neverArrived = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Asks one provider once (OpenAI API reference, chat completions). Never throws: a failure is an answer too. */
export async function askProvider(provider: AiProvider, question: AiQuestion): Promise<AiAnswer> {
  const { signal, callId = 0, timeoutMs = env().AI_TIMEOUT_MS } = question;
  const startedAt = performance.now();
  // The package's own time limit ends with the headers. Under load DeepSeek sends those at once and then empty lines for
  // up to ten minutes (DeepSeek, api-docs "Rate Limit").
  const timeout = AbortSignal.timeout(timeoutMs);
  const { name, model } = provider;
  const nothing = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costMicroUsd: null };
  const took = () => Math.round(performance.now() - startedAt);
  const failed = (errorCode: string, chargedMicroUsd: number | null): AiCall => {
    return { provider: name, model, ...nothing, chargedMicroUsd, elapsedMs: took(), errorCode };
  };
  try {
    const completion = await provider.client.chat.completions.create(bodyOf(provider, question), {
      signal: AbortSignal.any([signal, timeout]),
      headers: requestHeaders(callId),
    });
    const choice = completion.choices?.[0];
    const message = choice?.message;
    const cost = costOf(model, completion.usage);
    if (!message) {
      const call = { ...failed("MALFORMED", cost.chargedMicroUsd), ...cost };
      return { kind: "failed", reason: "The answer has no message", call };
    }
    return {
      kind: "answered",
      content: typeof message.content === "string" ? message.content : "",
      toolCalls: readToolCalls(message.tool_calls, callId),
      finishReason: choice?.finish_reason ?? null,
      call: { provider: name, model, ...cost, elapsedMs: took(), errorCode: null },
    };
  } catch (error) {
    // Everything it throws means "no answer".
    if (signal.aborted) return { kind: "aborted", call: failed("ABORTED", null) };
    const code = timeout.aborted ? "TIMEOUT" : errorCodeOf(error);
    return { kind: "failed", reason: code, call: failed(code, isUnbilled(code, error) ? 0 : null) };
  }
}

function bodyOf({ model, lengthParameter }: AiProvider, { messages, tools }: AiQuestion) {
  const limit = { [lengthParameter]: env().AI_MAX_TOKENS_REPLY };
  // DeepSeek's models think before they answer unless they are told not to, and count that towards the limit (DeepSeek,
  // api-docs "Thinking Mode").
  const thinking = model.startsWith("deepseek-") ? { thinking: { type: "disabled" } } : {};
  return { model, messages, ...(tools.length > 0 && { tools }), ...limit, ...thinking };
}

/** DeepSeek says the same of its cache under a name of its own (DeepSeek, api-docs "Context Caching"). */
function costOf(model: string, usage: ChatCompletion["usage"]) {
  const own = usage as { prompt_cache_hit_tokens?: number } | undefined;
  const tokens = {
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
    cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? own?.prompt_cache_hit_tokens ?? 0,
  };
  if (!usage) return { ...tokens, costMicroUsd: null, chargedMicroUsd: null };
  const cost = costMicroUsd(model, tokens);
  const chargedMicroUsd = cost ?? estimateMicroUsd(model, tokens.inputTokens, tokens.outputTokens);
  return { ...tokens, costMicroUsd: cost, chargedMicroUsd };
}

/** Under ids of our own: not every server makes them differ from one answer to the next. */
function readToolCalls(toolCalls: unknown, callId: number): ToolCall[] {
  if (!Array.isArray(toolCalls)) return [];
  return toolCalls
    .filter((toolCall) => typeof toolCall?.function?.name === "string")
    .slice(0, TOOL_CALLS_MAX)
    .map((toolCall, at) => ({
      id: `call_${callId}_${at}`,
      name: toolCall.function.name,
      arguments: parseJson(String(toolCall.function.arguments)),
    }));
}

function isUnbilled(code: string, error: unknown): boolean {
  if (code.startsWith("HTTP_")) return true;
  if (!(error instanceof APIConnectionError)) return false;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && neverArrived.has(String(cause.code))) return true;
  return false;
}
