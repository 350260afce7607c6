import type OpenAI from "openai";
import { env } from "@/lib/env";
import { oncePerProcess } from "@/lib/once-per-process";
import { createClient } from "./openai-client";

type ProviderName = "deepseek" | "openai";

/** An AI that speaks OpenAI's chat completions protocol. */
export interface AiProvider {
  name: ProviderName;
  model: string;
  client: OpenAI;
  /** The parameter that limits the length of an answer is called differently. */
  lengthParameter: "max_tokens" | "max_completion_tokens";
}

/** The providers that have a key, in the order in which they are asked: this one, or that of AI_PROVIDERS. */
export function aiProviders(order: readonly ProviderName[] = env().AI_PROVIDERS): AiProvider[] {
  const known = knownProviders();
  return order.flatMap((name) => known.find((provider) => provider.name === name) ?? []);
}

/** One provider with one model, written provider/model; undefined where there is no such provider or no key for it. */
export function providerOf(written: string): AiProvider | undefined {
  const [name, ...model] = written.split("/");
  const provider = knownProviders().find((known) => known.name === name);
  return provider && model.length > 0 ? { ...provider, model: model.join("/") } : provider;
}

function knownProviders(): AiProvider[] {
  return oncePerProcess("ai-providers", () => {
    const {
      DEEPSEEK_API_KEY,
      DEEPSEEK_BASE_URL,
      DEEPSEEK_MODEL,
      OPENAI_API_KEY,
      OPENAI_BASE_URL,
      OPENAI_MODEL,
    } = env();
    const providers: AiProvider[] = [];
    if (DEEPSEEK_API_KEY) {
      const client = createClient(DEEPSEEK_API_KEY, DEEPSEEK_BASE_URL);
      providers.push({ name: "deepseek", model: DEEPSEEK_MODEL, client, lengthParameter: "max_tokens" });
    }
    if (OPENAI_API_KEY) {
      const client = createClient(OPENAI_API_KEY, OPENAI_BASE_URL);
      providers.push({
        name: "openai",
        model: OPENAI_MODEL,
        client,
        lengthParameter: "max_completion_tokens",
      });
    }
    return providers;
  });
}
