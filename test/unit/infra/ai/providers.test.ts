import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aiProviders } from "@/infra/ai/providers";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { setEnv } from "../../../support/with-env";

const forget = () => forgetOncePerProcess("ai-providers");
const names = () => aiProviders().map(({ name }) => name);

beforeEach(forget);
afterEach(forget);

describe("the providers", () => {
  it("are asked in this order: DeepSeek, then OpenAI", () => {
    setEnv({ OPENAI_API_KEY: "sk-openai", DEEPSEEK_API_KEY: "sk-deepseek" });
    expect(names()).toEqual(["deepseek", "openai"]);
  });

  it("are asked in the order of AI_PROVIDERS, and of an organization that wants another", () => {
    setEnv({
      OPENAI_API_KEY: "sk-openai",
      DEEPSEEK_API_KEY: "sk-deepseek",
      AI_PROVIDERS: "openai, deepseek",
    });
    expect(names()).toEqual(["openai", "deepseek"]);
    expect(aiProviders(["deepseek"]).map(({ name }) => name)).toEqual(["deepseek"]);
  });

  it("are only those that have a key", () => {
    setEnv({ OPENAI_API_KEY: "sk-openai", DEEPSEEK_API_KEY: undefined });
    expect(names()).toEqual(["openai"]);
    forget();
    setEnv({ OPENAI_API_KEY: undefined, DEEPSEEK_API_KEY: "sk-deepseek" });
    expect(names()).toEqual(["deepseek"]);
    forget();
    setEnv({ DEEPSEEK_API_KEY: "" });
    expect(names()).toEqual([]);
  });

  it("have each their own key, address, model and name for the limit of an answer", () => {
    setEnv({
      OPENAI_API_KEY: "sk-openai",
      OPENAI_BASE_URL: "https://openai.example/v1/",
      OPENAI_MODEL: "gpt-x",
      DEEPSEEK_API_KEY: "sk-deepseek",
      DEEPSEEK_BASE_URL: "https://deepseek.example",
      DEEPSEEK_MODEL: "deepseek-x",
    });
    expect(aiProviders()).toMatchObject([
      {
        model: "deepseek-x",
        lengthParameter: "max_tokens",
        client: { apiKey: "sk-deepseek", baseURL: "https://deepseek.example", maxRetries: 0 },
      },
      {
        model: "gpt-x",
        lengthParameter: "max_completion_tokens",
        client: { apiKey: "sk-openai", baseURL: "https://openai.example/v1", maxRetries: 0 },
      },
    ]);
  });

  it("are made once, so that their connections are kept", () => {
    setEnv({ OPENAI_API_KEY: "sk-openai" });
    expect(aiProviders()[0]?.client).toBe(aiProviders()[0]?.client);
  });
});
