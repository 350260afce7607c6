import { APIError } from "openai";
import type { ChatCompletionMessageParam, ChatCompletionTool } from "openai/resources/chat/completions";
import { env } from "@/lib/env";
import { parseJson } from "@/lib/parse-json";
import { costMicroUsd } from "./model-price";
import type { AiProvider } from "./providers";

interface ToolCall {
  name: string;
  /** As the model wrote them; undefined when they are no JSON. */
  arguments: unknown;
}

/** What one call cost, answered or not. */
export interface AiCall {
  provider: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  /** Millionths of a US dollar; null when the model's price is not known. */
  costMicroUsd: number | null;
  elapsedMs: number;
  errorCode: string | null;
}

export type AiAnswer =
  | { kind: "answered"; content: string; toolCalls: ToolCall[]; call: AiCall }
  | { kind: "failed"; reason: string; call: AiCall }
  /** The caller's signal ended it. */
  | { kind: "aborted"; call: AiCall };

export interface AiQuestion {
  messages: ChatCompletionMessageParam[];
  tools: ChatCompletionTool[];
  signal: AbortSignal;
}

/** Asks one provider once (OpenAI API reference, chat completions). Never throws: a failure is an answer too. */
export async function askProvider(
  provider: AiProvider,
  { messages, tools, signal }: AiQuestion,
): Promise<AiAnswer> {
  const { AI_MAX_TOKENS_REPLY, AI_TIMEOUT_MS } = env();
  const startedAt = performance.now();
  // The package's own time limit ends with the headers. Under load DeepSeek sends those at once and then empty lines for
  // up to ten minutes (DeepSeek, api-docs "Rate Limit").
  const timeout = AbortSignal.timeout(AI_TIMEOUT_MS);
  const call = {
    provider: provider.name,
    model: provider.model,
    inputTokens: 0,
    outputTokens: 0,
    costMicroUsd: null,
  };
  const failed = (errorCode: string) => ({
    ...call,
    elapsedMs: Math.round(performance.now() - startedAt),
    errorCode,
  });
  try {
    const completion = await provider.client.chat.completions.create(
      { model: provider.model, messages, tools, [provider.lengthParameter]: AI_MAX_TOKENS_REPLY },
      { signal: AbortSignal.any([signal, timeout]) },
    );
    const message = completion.choices?.[0]?.message;
    if (!message) return { kind: "failed", reason: "The answer has no message", call: failed("MALFORMED") };
    const inputTokens = completion.usage?.prompt_tokens ?? 0;
    const outputTokens = completion.usage?.completion_tokens ?? 0;
    const cost = completion.usage ? costMicroUsd(provider.model, inputTokens, outputTokens) : null;
    return {
      kind: "answered",
      content: typeof message.content === "string" ? message.content : "",
      toolCalls: readToolCalls(message.tool_calls),
      call: {
        ...call,
        inputTokens,
        outputTokens,
        costMicroUsd: cost,
        elapsedMs: Math.round(performance.now() - startedAt),
        errorCode: null,
      },
    };
  } catch (error) {
    // The one place that knows the provider's errors: everything it throws means "no answer". Its code alone is told:
    // some messages quote the key.
    if (signal.aborted) return { kind: "aborted", call: failed("ABORTED") };
    const code = timeout.aborted ? "TIMEOUT" : codeOf(error);
    return { kind: "failed", reason: code, call: failed(code) };
  }
}

function readToolCalls(toolCalls: unknown): ToolCall[] {
  if (!Array.isArray(toolCalls)) return [];
  return toolCalls
    .filter((toolCall) => typeof toolCall?.function?.name === "string")
    .map((toolCall) => ({
      name: toolCall.function.name,
      // Models write broken JSON now and then; whoever needs the arguments judges.
      arguments: parseJson(String(toolCall.function.arguments)),
    }));
}

function codeOf(error: unknown): string {
  if (error instanceof APIError) return error.status ? `HTTP_${error.status}` : "CONNECTION";
  return "MALFORMED";
}
