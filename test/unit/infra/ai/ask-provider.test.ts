import { delay, HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type AiQuestion, askProvider } from "@/infra/ai/ask-provider";
import { type AiProvider, aiProviders } from "@/infra/ai/providers";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { setEnv } from "../../../support/with-env";

const url = "https://ai.example/v1/chat/completions";
const server = setupServer();
/** The bodies of the requests of a test. */
let asked: Record<string, unknown>[] = [];

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  server.resetHandlers();
  forgetOncePerProcess("ai-providers");
  asked = [];
});
afterAll(() => server.close());

/** Lets the provider answer every request in this way. */
function answerWith(answer: (request: Request) => Response | Promise<Response>): void {
  server.use(
    http.post(url, async ({ request }) => {
      asked.push((await request.clone().json()) as Record<string, unknown>);
      return await answer(request);
    }),
  );
}

function providerOf(name: AiProvider["name"], variables: Record<string, string> = {}): AiProvider {
  const prefix = name.toUpperCase();
  const base = { [`${prefix}_API_KEY`]: "sk-secret", [`${prefix}_BASE_URL`]: "https://ai.example/v1" };
  setEnv({ DEEPSEEK_API_KEY: undefined, OPENAI_API_KEY: undefined, ...base, ...variables });
  const [provider] = aiProviders();
  if (!provider) throw new Error("No provider");
  return provider;
}

function question(fields: Partial<AiQuestion> = {}): AiQuestion {
  const messages = [{ role: "user" as const, content: "Open today?" }];
  return { messages, tools: [], signal: new AbortController().signal, ...fields };
}

/** Asks DeepSeek the usual question. */
const ask = (fields?: Partial<AiQuestion>) => askProvider(providerOf("deepseek"), question(fields));

function completion(message: unknown, fields: Record<string, unknown> = {}) {
  const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };
  return {
    id: "1",
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage,
    ...fields,
  };
}

function answerJson(json: unknown): void {
  answerWith(() => HttpResponse.json(json as Record<string, unknown>));
}

describe("an answer", () => {
  it("has the text of the assistant, with what it cost", async () => {
    answerJson(completion({ role: "assistant", content: "Yes, until 6." }));
    expect(await askProvider(providerOf("openai"), question())).toEqual({
      kind: "answered",
      content: "Yes, until 6.",
      toolCalls: [],
      finishReason: "stop",
      call: {
        provider: "openai",
        model: "gpt-4o-mini",
        inputTokens: 1_000,
        outputTokens: 100,
        cachedTokens: 0,
        costMicroUsd: 210,
        chargedMicroUsd: 210,
        elapsedMs: expect.any(Number),
        errorCode: null,
      },
    });
  });

  it.each([null, undefined, 42, [{ type: "text", text: "x" }]])(
    "with the content %j has no text",
    async (content) => {
      answerJson(completion({ role: "assistant", content }));
      expect(await ask()).toMatchObject({ kind: "answered", content: "" });
    },
  );

  it("has the tools that were called, with their arguments", async () => {
    const toolCalls = [
      { id: "1", type: "function", function: { name: "handover", arguments: '{"reason":"Wants a person"}' } },
      { id: "2", type: "function", function: { name: "other", arguments: "[]" } },
    ];
    answerJson(completion({ role: "assistant", content: null, tool_calls: toolCalls }));
    expect(await ask()).toMatchObject({
      kind: "answered",
      toolCalls: [
        { name: "handover", arguments: { reason: "Wants a person" } },
        { name: "other", arguments: [] },
      ],
    });
  });

  it.each(["", '{"reason":', "not JSON", undefined, { reason: "no text" }])(
    "still has a tool whose arguments are broken: %j",
    async (broken) => {
      const tool = { id: "1", type: "function", function: { name: "handover", arguments: broken } };
      answerJson(completion({ content: "x", tool_calls: [tool] }));
      expect(await ask()).toMatchObject({ toolCalls: [{ name: "handover", arguments: undefined }] });
    },
  );

  it.each([[null], [{}], [{ function: {} }], "handover", {}].map((toolCalls) => [toolCalls]))(
    "has no tools in %j, and is no failure",
    async (toolCalls) => {
      answerJson(completion({ content: "x", tool_calls: toolCalls }));
      expect(await ask()).toMatchObject({ kind: "answered", content: "x", toolCalls: [] });
    },
  );

  it("of a model whose price is not known has no cost, but its tokens", async () => {
    answerJson(completion({ content: "x" }));
    const provider = providerOf("deepseek", { DEEPSEEK_MODEL: "deepseek-99" });
    const { call } = await askProvider(provider, question());
    expect(call).toMatchObject({
      model: "deepseek-99",
      inputTokens: 1_000,
      outputTokens: 100,
      costMicroUsd: null,
    });
  });

  it.each([
    ["OpenAI", { prompt_tokens_details: { cached_tokens: 800 } }],
    ["DeepSeek", { prompt_cache_hit_tokens: 800 }],
  ])("has the part of its tokens that came from the cache, as %s says it", async (_who, cached) => {
    const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100, ...cached };
    answerJson(completion({ content: "x" }, { usage }));
    const { call } = await askProvider(providerOf("openai"), question());
    expect(call).toMatchObject({ inputTokens: 1_000, cachedTokens: 800, costMicroUsd: 150 });
  });

  it("without a count of tokens is an answer all the same", async () => {
    answerJson(completion({ content: "x" }, { usage: undefined }));
    expect(await ask()).toMatchObject({ kind: "answered", call: { inputTokens: 0, outputTokens: 0 } });
  });
});

describe("the time a call took", () => {
  it.each([200, 500])("is measured, answered or not (%d)", async (status) => {
    answerWith(async () => {
      await delay(40);
      return HttpResponse.json(completion({ content: "x" }), { status });
    });
    const startedAt = performance.now();
    const { call } = await ask();
    expect(call.elapsedMs).toBeGreaterThanOrEqual(30);
    expect(call.elapsedMs).toBeLessThanOrEqual(Math.ceil(performance.now() - startedAt));
  });
});

describe("a question", () => {
  it("is sent as it is, with the model, the tools, the key and the limit of the answer", async () => {
    let key: string | null = null;
    answerWith((request) => {
      key = request.headers.get("authorization");
      return HttpResponse.json(completion({ content: "x" }));
    });
    const tools = [{ type: "function" as const, function: { name: "handover" } }];
    const provider = providerOf("deepseek", { AI_MAX_TOKENS_REPLY: "77" });
    await askProvider(provider, question({ tools }));
    const { messages } = question();
    const thinking = { type: "disabled" };
    expect(asked).toEqual([{ model: "deepseek-flash", messages, tools, max_tokens: 77, thinking }]);
    expect(key).toBe("Bearer sk-secret");
  });

  it("carries the id of its row of AiUsage, by which the provider can find it", async () => {
    let id: string | null = null;
    answerWith((request) => {
      id = request.headers.get("x-client-request-id");
      return HttpResponse.json(completion({ content: "x" }));
    });
    await ask({ callId: 42 });
    expect(id).toBe("replyonce-42");
  });

  it("calls the limit as OpenAI does", async () => {
    answerJson(completion({ content: "x" }));
    await askProvider(providerOf("openai", { AI_MAX_TOKENS_REPLY: "77" }), question());
    expect(asked).toMatchObject([{ model: "gpt-4o-mini", max_completion_tokens: 77 }]);
    expect(asked[0]).not.toHaveProperty("max_tokens");
  });
});

describe("a failure", () => {
  it.each([400, 401, 402, 408, 429, 500, 503])(
    "with the status %d is an answer too, after one request",
    async (status) => {
      answerWith(() => HttpResponse.json({ error: { message: "Rejected" } }, { status }));
      expect(await ask()).toEqual({
        kind: "failed",
        reason: `HTTP_${status}`,
        call: {
          provider: "deepseek",
          model: "deepseek-flash",
          inputTokens: 0,
          outputTokens: 0,
          cachedTokens: 0,
          costMicroUsd: null,
          chargedMicroUsd: 0,
          elapsedMs: expect.any(Number),
          errorCode: `HTTP_${status}`,
        },
      });
      expect(asked).toHaveLength(1);
    },
  );

  it.each([
    ["no JSON at all", () => new HttpResponse("<<< not JSON", json())],
    ["JSON cut short", () => new HttpResponse('{"choices":[{"mess', json())],
    ["a web page", () => HttpResponse.html("<html>Sign in</html>")],
    ["nothing", () => new HttpResponse(null, { status: 200 })],
    ["null", () => HttpResponse.json(null)],
  ])("is a body that is %s", async (_what, answer) => {
    answerWith(answer);
    expect(await ask()).toMatchObject({
      kind: "failed",
      reason: expect.stringMatching(/\S/),
      call: { errorCode: "MALFORMED", inputTokens: 0, costMicroUsd: null },
    });
  });

  it.each([
    [{ id: "1" }],
    [{ choices: null }],
    [{ choices: [] }],
    [{ choices: [{ index: 0 }] }],
    [{ choices: [{ message: null }] }],
    [{ error: { message: "overloaded" } }],
  ])("is a body without a message: %j", async (body) => {
    answerJson(body);
    expect(await ask()).toMatchObject({
      kind: "failed",
      reason: "The answer has no message",
      call: { errorCode: "MALFORMED" },
    });
  });

  it("is a provider that cannot be reached", async () => {
    answerWith(() => HttpResponse.error());
    expect(await ask()).toMatchObject({ kind: "failed", call: { errorCode: "CONNECTION" } });
    expect(asked).toHaveLength(1);
  });

  it("is a provider that does not answer in time, as AI_TIMEOUT_MS says now", async () => {
    answerWith(async () => {
      await delay("infinite");
      return HttpResponse.json({});
    });
    const provider = providerOf("deepseek");
    setEnv({ AI_TIMEOUT_MS: "100" });
    const answer = await askProvider(provider, question());
    expect(answer).toMatchObject({ kind: "failed", call: { errorCode: "TIMEOUT" } });
    expect(answer.call.elapsedMs).toBeGreaterThanOrEqual(90);
    expect(asked).toHaveLength(1);
  });
});

describe("an abort", () => {
  it("before the question asks nobody", async () => {
    answerJson(completion({ content: "x" }));
    const answer = await ask({ signal: AbortSignal.abort("moved_on") });
    expect(answer).toMatchObject({ kind: "aborted", call: { errorCode: "ABORTED", costMicroUsd: null } });
    expect(asked).toEqual([]);
  });

  it("while the provider thinks ends the call, and is no failure of the provider", async () => {
    answerWith(async () => {
      await delay("infinite");
      return HttpResponse.json({});
    });
    const abort = new AbortController();
    const answering = ask({ signal: abort.signal });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    abort.abort("moved_on");
    expect(await answering).toMatchObject({ kind: "aborted", call: { errorCode: "ABORTED" } });
  });
});

function json(): { headers: Record<string, string> } {
  return { headers: { "content-type": "application/json" } };
}
