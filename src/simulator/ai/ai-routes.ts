import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { type Exchange, HttpError } from "../exchange";
import type { AiFault } from "../faults/fault-rule";
import type { World } from "../world";
import type { AiCall } from "./ai-call-log";
import { type ChatRequest, chatRequestSchema, unansweredTexts } from "./chat-request";
import { completionEvents, completionOf, usageOf } from "./completion";
import type { AiAnswer } from "./compose-answer";
import { composeAnswer } from "./compose-answer";
import { embed, embeddingRequestSchema } from "./embed";

const AI_PATH = /^\/ai\/(deepseek|openai)(?:\/v1)?\/(chat\/completions|embeddings|models)$/;
const REQUEST_BYTES_MAX = 16 * 1024 * 1024;
const MODELS = {
  deepseek: ["deepseek-flash", "deepseek-v4-pro"],
  openai: ["gpt-4o-mini", "text-embedding-3-small"],
};

type Provider = keyof typeof MODELS;

function refuse(
  exchange: Exchange,
  status: number,
  error: { message: string; code?: string; type?: string },
): void {
  const { message, code = null, type = "invalid_request_error" } = error;
  exchange.json(status, { error: { message, type, param: null, code } });
}

async function readRequest<T>(exchange: Exchange, schema: z.ZodType<T>): Promise<T> {
  const body = await exchange.body(REQUEST_BYTES_MAX);
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new HttpError(400, "We could not parse the JSON body of your request.");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new HttpError(400, z.prettifyError(parsed.error));
  return parsed.data;
}

function answerWith(
  exchange: Exchange,
  call: AiCall,
  reply: { request: ChatRequest; answer: AiAnswer },
): void {
  const { request, answer } = reply;
  call.answer = answer.toolCalls[0] ? `tool-call ${answer.toolCalls[0].name}` : "text";
  call.status = 200;
  const usage = usageOf(request, answer);
  call.billed = {
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    cachedTokens: usage.prompt_cache_hit_tokens,
  };
  if (!request.stream) exchange.json(200, completionOf(request, answer, call.id));
  else
    exchange.send({
      status: 200,
      contentType: "text/event-stream",
      body: completionEvents(request, answer, call.id),
    });
}

/** The answer a fault gives, or undefined when the fault ended the call in another way. */
function answerOfFault(exchange: Exchange, call: AiCall, action: AiFault): AiAnswer | undefined {
  switch (action.type) {
    case "refuse": {
      const type = action.status >= 500 ? "server_error" : "invalid_request_error";
      const message = action.message ?? "Refused by a fault rule.";
      call.status = action.status;
      refuse(exchange, action.status, { message, code: action.code, type });
      return undefined;
    }
    case "http-error":
      call.status = action.status;
      exchange.send({ status: action.status, contentType: action.contentType, body: action.body ?? "" });
      return undefined;
    case "cut":
      exchange.cut();
      return undefined;
    case "garbage":
      call.status = 200;
      exchange.send({ status: 200, contentType: "application/json", body: "<<< this is not JSON" });
      return undefined;
    case "empty":
      return { text: "", toolCalls: [] };
    case "text":
      return { text: action.text, toolCalls: [] };
    case "tool-call": {
      const given = action.arguments;
      const call = {
        name: action.name,
        arguments: typeof given === "string" ? given : JSON.stringify(given),
      };
      return { text: action.text ?? null, toolCalls: [call] };
    }
    default:
      return undefined;
  }
}

async function complete(
  world: World,
  exchange: Exchange,
  reply: { request: ChatRequest; call: AiCall },
): Promise<void> {
  const { request, call } = reply;
  const lastText = call.userTexts.at(-1) ?? "";
  const target: "ai:deepseek" | "ai:openai" = call.provider === "deepseek" ? "ai:deepseek" : "ai:openai";
  const fault = world.faults.choose(target, { text: lastText });
  call.ruleId = fault?.ruleId;
  if (fault?.action.type === "hang") {
    call.answer = "hung";
    return;
  }
  if (fault?.action.type === "delay") await delay(fault.action.ms, undefined, { ref: false });
  else if (fault) {
    call.answer = fault.action.type;
    const answer = answerOfFault(exchange, call, fault.action);
    if (answer) answerWith(exchange, call, { request, answer });
    return;
  }
  const script = world.aiScripts.take(call.provider, lastText);
  const waitMs = script?.delayMs ?? world.settings.current.ai.delayMs;
  if (waitMs > 0) await delay(waitMs, undefined, { ref: false });
  answerWith(exchange, call, { request, answer: script?.answer ?? composeAnswer(request) });
}

function clientRequestIdOf({ request }: Exchange): string | null {
  const id = request.headers["x-client-request-id"];
  return typeof id === "string" ? id : null;
}

async function answerChat(world: World, exchange: Exchange, provider: Provider): Promise<void> {
  const request = await readRequest(exchange, chatRequestSchema);
  const at = Date.now();
  const call: AiCall = {
    id: `sim${world.aiCalls.total + 1}`,
    provider,
    model: request.model,
    at,
    messageCount: request.messages.length,
    userTexts: unansweredTexts(request.messages),
    tools: (request.tools ?? []).map((tool) => tool.function.name),
    answer: "pending",
    status: null,
    isAborted: false,
    elapsedMs: null,
    clientRequestId: clientRequestIdOf(exchange),
  };
  world.aiCalls.append(call);
  exchange.response.on("close", () => {
    call.isAborted = !exchange.response.writableFinished && call.answer !== "cut";
    call.elapsedMs = Date.now() - at;
    const { model, answer, status, elapsedMs } = call;
    world.events.append({
      type: "ai",
      provider,
      model,
      answer: call.isAborted ? `${answer}, aborted` : answer,
      status,
      elapsedMs,
    });
  });
  await complete(world, exchange, { request, call });
}

async function route(world: World, exchange: Exchange): Promise<void> {
  const [, provider, what] = AI_PATH.exec(exchange.path) ?? [];
  if (provider !== "deepseek" && provider !== "openai") {
    return refuse(exchange, 404, { message: `Unknown request URL: ${exchange.method} ${exchange.path}` });
  }
  const { keys } = world.settings.current.ai;
  if (!exchange.bearer || (keys && !keys.includes(exchange.bearer))) {
    return refuse(exchange, 401, { message: "Incorrect API key provided.", code: "invalid_api_key" });
  }
  if (what === "models" && exchange.method === "GET") {
    const data = MODELS[provider].map((id) => ({ id, object: "model", created: 0, owned_by: provider }));
    return exchange.json(200, { object: "list", data });
  }
  if (exchange.method !== "POST")
    return refuse(exchange, 405, { message: `Not allowed to ${exchange.method} on this path.` });
  if (what === "embeddings")
    return exchange.json(200, embed(await readRequest(exchange, embeddingRequestSchema)));
  return answerChat(world, exchange, provider);
}

/** The OpenAI-compatible API under `/ai/{provider}`, with OpenAI's error body where it refuses. */
export async function answerAi(world: World, exchange: Exchange): Promise<void> {
  try {
    await route(world, exchange);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    refuse(exchange, error.status, { message: error.message });
  }
}
