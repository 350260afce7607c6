import { type ChatRequest, textOf } from "./chat-request";
import type { AiAnswer } from "./compose-answer";

/** Four characters a token is the rule of thumb for Western languages. */
const CHARACTERS_PER_TOKEN = 4;
const TOKENS_PER_MESSAGE = 4;

function tokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** What is billed for an answer. */
export function usageOf(request: ChatRequest, answer: AiAnswer) {
  const spoken = request.messages.map((message) => tokens(textOf(message)) + TOKENS_PER_MESSAGE);
  const tools = request.tools?.length ? tokens(JSON.stringify(request.tools)) : 0;
  const prompt = spoken.reduce((sum, count) => sum + count, tools);
  const cached = Math.min(answer.cachedTokens ?? 0, prompt);
  const called = answer.toolCalls.map((call) => tokens(call.name + call.arguments) + TOKENS_PER_MESSAGE);
  const completion = called.reduce((sum, count) => sum + count, tokens(answer.text ?? ""));
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: 0 },
    // DeepSeek's own names for the same; OpenAI clients ignore them.
    prompt_cache_hit_tokens: cached,
    prompt_cache_miss_tokens: prompt - cached,
  };
}

function wireToolCalls(answer: AiAnswer, id: string) {
  return answer.toolCalls.map((call, index) => ({
    id: `call_${id}_${index}`,
    type: "function",
    function: { name: call.name, arguments: call.arguments },
  }));
}

/** The body of a chat completion. */
export function completionOf(request: ChatRequest, answer: AiAnswer, id: string) {
  const isToolCall = answer.toolCalls.length > 0;
  const finishReason = answer.finishReason ?? (isToolCall ? "tool_calls" : "stop");
  const message = {
    role: "assistant",
    content: answer.text,
    refusal: null,
    ...(isToolCall ? { tool_calls: wireToolCalls(answer, id) } : {}),
  };
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    usage: usageOf(request, answer),
    system_fingerprint: "fp_simulator",
  };
}

/** The same as server-sent events, a word at a time. */
export function completionEvents(request: ChatRequest, answer: AiAnswer, id: string): string {
  const { choices, usage, ...head } = completionOf(request, answer, id);
  const chunk = (delta: unknown, finish_reason: string | null = null) =>
    JSON.stringify({
      ...head,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, finish_reason }],
    });
  const calls = wireToolCalls(answer, id).map((call, index) => ({ index, ...call }));
  const words = answer.text?.match(/\S+\s*|\s+/g) ?? [];
  const chunks = [
    chunk({ role: "assistant", content: "" }),
    ...words.map((content) => chunk({ content })),
    ...(calls.length > 0 ? [chunk({ tool_calls: calls })] : []),
    chunk({}, choices[0]?.finish_reason ?? "stop"),
  ];
  if (request.stream_options?.include_usage) {
    chunks.push(JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [], usage }));
  }
  return `${[...chunks, "[DONE]"].map((data) => `data: ${data}`).join("\n\n")}\n\n`;
}
