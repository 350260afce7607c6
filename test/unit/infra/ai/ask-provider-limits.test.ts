import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { type AiAnswer, askProvider } from "@/infra/ai/ask-provider";
import { aiProviders } from "@/infra/ai/providers";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { setEnv } from "../../../support/with-env";

let server: Server | undefined;

afterEach(() => {
  forgetOncePerProcess("ai-providers");
  server?.closeAllConnections();
  server?.close();
});

/** DeepSeek under load: 200 and headers at once, then an empty line now and then, and never an answer. */
async function keepAlive(onHeaders: () => void = () => undefined): Promise<string> {
  const created = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write("\n"), 20);
    response.on("close", () => clearInterval(timer));
    response.write("\n", () => onHeaders());
  });
  server = created;
  return await new Promise((resolve) => {
    created.listen(0, "127.0.0.1", () => {
      const address = created.address();
      resolve(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
    });
  });
}

function ask(signal = new AbortController().signal): Promise<AiAnswer> {
  forgetOncePerProcess("ai-providers");
  const [provider] = aiProviders();
  if (!provider) throw new Error("No provider");
  return askProvider(provider, { messages: [], tools: [], signal });
}

describe("a provider that sends empty lines instead of an answer", () => {
  it("is given up after AI_TIMEOUT_MS", async () => {
    setEnv({
      DEEPSEEK_API_KEY: "sk-1",
      DEEPSEEK_BASE_URL: await keepAlive(),
      OPENAI_API_KEY: undefined,
      AI_TIMEOUT_MS: "150",
    });
    expect(await ask()).toMatchObject({ kind: "failed", call: { errorCode: "TIMEOUT" } });
  });

  it("can be left at any time, and that is an abort", async () => {
    const abort = new AbortController();
    const url = await keepAlive(() => setTimeout(() => abort.abort("moved_on"), 20));
    setEnv({ DEEPSEEK_API_KEY: "sk-1", DEEPSEEK_BASE_URL: url, OPENAI_API_KEY: undefined });
    expect(await ask(abort.signal)).toMatchObject({ kind: "aborted" });
  });
});

it("a key that cannot be a header is never told, not even in part", async () => {
  setEnv({
    DEEPSEEK_API_KEY: "sk-SECRET\nsecond line",
    DEEPSEEK_BASE_URL: "http://127.0.0.1:9",
    OPENAI_API_KEY: undefined,
  });
  expect(JSON.stringify(await ask())).not.toContain("sk-SECRET");
});

it("an answer that does not say what it used has no known cost", async () => {
  const created = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ choices: [{ message: { role: "assistant", content: "hi" } }] }));
  });
  server = created;
  const url = await new Promise<string>((resolve) => {
    created.listen(0, "127.0.0.1", () => {
      const address = created.address();
      resolve(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
    });
  });
  setEnv({ DEEPSEEK_API_KEY: "sk-1", DEEPSEEK_BASE_URL: url, OPENAI_API_KEY: undefined });
  expect(await ask()).toMatchObject({ kind: "answered", call: { costMicroUsd: null } });
});
