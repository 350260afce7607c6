import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { setStage } from "./stage";

const stage = setStage({ ai: { keys: ["key"] } });

const client = (provider = "deepseek") =>
  new OpenAI({ apiKey: "key", baseURL: `${stage.simulator.url}/ai/${provider}`, maxRetries: 0 });

type Message = OpenAI.ChatCompletionMessageParam;
const user = (content: string): Message => ({ role: "user", content });
const tool = (name: string, parameters: Record<string, unknown> = {}): OpenAI.ChatCompletionTool => ({
  type: "function",
  function: { name, parameters: { type: "object", ...parameters } },
});

async function ask(messages: Message[], tools?: OpenAI.ChatCompletionTool[]) {
  const completion = await client().chat.completions.create({ model: "deepseek-chat", messages, tools });
  const choice = completion.choices[0];
  const call = choice?.message.tool_calls?.[0];
  return {
    completion,
    text: choice?.message.content ?? "",
    finish: choice?.finish_reason,
    call: call?.type === "function" ? call.function : undefined,
  };
}

describe("a reply", () => {
  it("mentions every text since the assistant last spoke, word for word, and none before", async () => {
    const { text, completion } = await ask([
      { role: "system", content: "You are a helpful assistant. Open from 9:00 to 18:00." },
      user("first question"),
      { role: "assistant", content: "first answer" },
      user("what are your opening hours?"),
      user("and how much is it?"),
      { role: "user", content: [{ type: "text", text: "do you “deliver” on 1/2?" }] },
    ]);
    for (const said of ["what are your opening hours?", "and how much is it?", "do you “deliver” on 1/2?"]) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain("first question");
    expect(text).toContain("9:00 to 18:00");
    expect(text).not.toContain("$49");
    expect(completion).toMatchObject({ object: "chat.completion", model: "deepseek-chat" });
    const { usage } = completion;
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    expect(usage?.completion_tokens).toBeGreaterThan(10);
  });

  it("reads what stands between borders without them", async () => {
    const mark = "0123456789abcdef0123";
    const { text } = await ask([user(`<data-${mark} from="customer">\nhello\nthere\n</data-${mark}>`)]);
    expect(text).toContain("“hello\nthere”");
    expect(text).not.toContain(mark);
  });

  it("is always the same for the same messages", async () => {
    const messages = [user("hello"), user("price?")];
    expect((await ask(messages)).text).toBe((await ask(messages)).text);
  });

  it.each([
    ["Olá! Qual o horário?", "das 9h às 18h"],
    ["Hola, ¿cuánto cuesta?", "49 € al mes"],
    ["thank you so much", "You are welcome!"],
    ["Something else entirely", "Thank you for your message"],
  ])("to %j is in the customer's language", async (question, expected) => {
    expect((await ask([user(question)])).text).toContain(expected);
  });

  it("streams as server-sent events", async () => {
    const stream = await client("openai/v1").chat.completions.create({
      model: "gpt-4o-mini",
      messages: [user("hello there")],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let total = 0;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      total = chunk.usage?.total_tokens ?? total;
    }
    expect(text).toContain("hello there");
    expect(total).toBeGreaterThan(0);
  });
});

describe("tools", () => {
  const handover = tool("handover", { properties: { reason: { type: "string" } }, required: ["reason"] });

  it.each(["I want to talk to a human", "Quero falar com uma pessoa", "quiero hablar con una persona"])(
    "%j hands over, with a polite sentence",
    async (wish) => {
      const { text, call, finish } = await ask(
        [user("hello"), user(wish)],
        [tool("search_knowledge"), handover],
      );
      expect(finish).toBe("tool_calls");
      expect(call?.name).toBe("handover");
      expect(JSON.parse(call?.arguments ?? "")).toEqual({ reason: expect.stringContaining(wish) });
      expect(text).toContain(wish);
    },
  );

  it("are not called when they are not offered or not allowed", async () => {
    expect(await ask([user("a human please")])).toMatchObject({ finish: "stop", call: undefined });
    const { choices } = await client().chat.completions.create({
      model: "deepseek-chat",
      messages: [user("a human please")],
      tools: [handover],
      tool_choice: "none",
    });
    expect(choices[0]?.message.tool_calls).toBeUndefined();
  });

  it.each([
    ["update_lead", "my name is Ana, ana@example.com"],
    ["create_notification", "this is a complaint"],
    ["search_knowledge", "what about the warranty?"],
    ["send_buttons", "what options do I have?"],
    ["send_list", "show me the menu"],
  ])("%s is called for %j with arguments that fit its schema", async (name, text) => {
    const { call } = await ask(
      [user(text)],
      [
        tool(name, {
          properties: {
            kind: { enum: ["a", "b"] },
            count: { type: "integer" },
            rows: { type: "array", items: { type: "object", properties: { title: { type: "string" } } } },
          },
          required: ["kind", "count", "rows"],
        }),
      ],
    );
    expect(call?.name).toBe(name);
    expect(JSON.parse(call?.arguments ?? "")).toEqual({ kind: "a", count: 1, rows: expect.any(Array) });
  });

  it("are followed by a reply that uses the result and still mentions the question", async () => {
    const knowledge = tool("search_knowledge", { properties: { query: { type: "string" } } });
    const question = user("what about the warranty?");
    const first = await ask([question], [knowledge]);
    const called = first.completion.choices[0]?.message;
    const id = called?.tool_calls?.[0]?.id ?? "";
    const result: Message = { role: "tool", tool_call_id: id, content: "Two years on everything." };
    const second = await ask([question, called as Message, result], [knowledge]);
    expect(second.call).toBeUndefined();
    expect(second.text).toContain("Two years on everything.");
    expect(second.text).toContain("what about the warranty?");
  });
});

describe("scripts from outside", () => {
  it("replace the built-in reply for matching texts, as often as they say", async () => {
    await stage.control.addAiScript({ match: "secret", text: "scripted", times: 1 });
    await stage.control.addAiScript({
      match: "tool",
      toolCalls: [{ name: "x", arguments: { a: 1 } }],
      provider: "deepseek",
    });
    expect((await ask([user("the secret")])).text).toBe("scripted");
    expect((await ask([user("the secret")])).text).not.toBe("scripted");
    expect((await ask([user("a tool")])).call).toEqual({ name: "x", arguments: '{"a":1}' });
    expect((await stage.control.aiScripts()).map(({ hits }) => hits)).toEqual([1, 1]);
  });
});

describe("faults", () => {
  it.each([
    [{ type: "refuse", status: 429, code: "rate_limit_exceeded" } as const, OpenAI.RateLimitError],
    [{ type: "refuse", status: 401 } as const, OpenAI.AuthenticationError],
    [{ type: "http-error", status: 502, body: "<html>" } as const, OpenAI.InternalServerError],
    [{ type: "cut" } as const, OpenAI.APIConnectionError],
    [{ type: "garbage" } as const, Error],
  ])("%j reaches the client as its error", async (action, error) => {
    await stage.control.addFault({ target: "ai", action });
    await expect(ask([user("hello")])).rejects.toThrow(error);
  });

  it("empty, text and tool-call give that answer", async () => {
    const next = { next: 1 };
    await stage.control.addFault({ target: "ai:deepseek", action: { type: "empty" }, when: next });
    await stage.control.addFault({
      target: "ai:deepseek",
      action: { type: "text", text: "given" },
      when: next,
    });
    const action = { type: "tool-call", name: "handover", arguments: "{broken" } as const;
    await stage.control.addFault({ target: "ai:deepseek", action });
    expect((await ask([user("hello")])).text).toBe("");
    expect((await ask([user("hello")])).text).toBe("given");
    expect((await ask([user("hello")])).call).toEqual({ name: "handover", arguments: "{broken" });
  });

  it("of one provider leave the other alone", async () => {
    await stage.control.addFault({ target: "ai:deepseek", action: { type: "refuse", status: 503 } });
    await expect(ask([user("hello")])).rejects.toThrow();
    const messages = [user("hello")];
    const reply = await client("openai").chat.completions.create({ model: "gpt-4o-mini", messages });
    expect(reply.choices).toHaveLength(1);
  });

  it("hang lasts until the client leaves, which the log shows", async () => {
    await stage.control.addFault({ target: "ai", action: { type: "hang" } });
    const impatient = client().chat.completions.create(
      { model: "deepseek-chat", messages: [user("anyone?")] },
      { timeout: 30 },
    );
    await expect(impatient).rejects.toThrow(OpenAI.APIConnectionTimeoutError);
    await stage.control.waitFor((event) => event.type === "ai");
    const [call] = await stage.control.aiCalls({ textContains: "anyone?" });
    expect(call).toMatchObject({
      provider: "deepseek",
      model: "deepseek-chat",
      messageCount: 1,
      userTexts: ["anyone?"],
      answer: "hung",
      isAborted: true,
    });
  });
});

describe("the API", () => {
  it("needs a key it knows", async () => {
    const url = `${stage.simulator.url}/ai/openai/v1/models`;
    for (const Authorization of ["", "Bearer other"]) {
      const response = await fetch(url, { headers: { Authorization } });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: "invalid_api_key" } });
    }
  });

  it("refuses what is no request with OpenAI's error body", async () => {
    const headers = { Authorization: "Bearer key" };
    for (const body of ["nonsense", "{}", '{"model":"m","messages":[]}']) {
      const response = await fetch(`${stage.simulator.url}/ai/openai/chat/completions`, {
        method: "POST",
        headers,
        body,
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error" } });
    }
  });

  it("embeds the same text always alike, and texts with common words near each other", async () => {
    const input = ["what are your opening hours", "opening hours on Sunday", "a purple elephant"];
    const { data } = await client("openai").embeddings.create({ model: "text-embedding-3-small", input });
    const again = await client("openai").embeddings.create({
      model: "text-embedding-3-small",
      input: input[0] ?? "",
    });
    const near = (a: number, b: number) =>
      (data[a]?.embedding ?? []).reduce(
        (sum, value, index) => sum + value * (data[b]?.embedding[index] ?? 0),
        0,
      );
    expect(data[0]?.embedding).toHaveLength(1536);
    expect(again.data[0]?.embedding).toEqual(data[0]?.embedding);
    expect(near(0, 0)).toBeCloseTo(1, 5);
    expect(near(0, 1)).toBeGreaterThan(near(0, 2));
  });
});
