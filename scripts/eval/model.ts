// Which model is asked: the one that is configured, or, without a key, the scripted AI of the simulator; for injections then one
// that obeys everything.

import { aiProviders, providerOf } from "@/infra/ai/providers";
import { reloadEnv } from "@/lib/env";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { startSimulator } from "@/simulator";
import { startGullibleAi } from "./gullible-ai";
import type { Injection, Scripted } from "./read-set";

export interface EvalModel {
  name: string;
  isScripted: boolean;
  /** Says what the scripted AI answers next; a real model answers as it likes. */
  prepare(answers: Scripted[]): Promise<void>;
  /** From here on injections are played. */
  playInjections(attempts: Injection[]): Promise<void>;
  stop(): Promise<void>;
}

/** @throws when a model is asked for that has no key. */
export async function chooseModel(wanted: string | undefined): Promise<EvalModel> {
  const nothing = () => Promise.resolve();
  const chosen = wanted ? providerOf(wanted) : aiProviders()[0];
  if (wanted && !chosen)
    throw new Error(`There is no key for ${wanted}: set DEEPSEEK_API_KEY or OPENAI_API_KEY.`);
  if (!chosen) return await startScripted();
  return {
    name: `${chosen.name}/${chosen.model}`,
    isScripted: false,
    prepare: nothing,
    playInjections: nothing,
    stop: nothing,
  };
}

async function startScripted(): Promise<EvalModel> {
  const simulator = await startSimulator();
  const stops = [() => simulator.close()];
  askAt(`${simulator.url}/ai/deepseek`);
  let prepared: string[] = [];
  return {
    name: "the scripted AI",
    isScripted: true,
    prepare: async (answers) => {
      for (const id of prepared) await simulator.control.removeAiScript(id);
      prepared = [];
      for (const { text, calls } of answers) {
        const { id } = await simulator.control.addAiScript({ text, toolCalls: calls, times: 1 });
        prepared.push(id);
      }
    },
    playInjections: async (attempts) => {
      const gullible = await startGullibleAi(attempts);
      stops.push(gullible.close);
      askAt(gullible.url);
    },
    stop: async () => {
      for (const stop of stops.toReversed()) await stop();
      askAt(undefined);
    },
  };
}

/** Lets the product ask an AI at this address, with a key that is none. */
function askAt(url: string | undefined): void {
  for (const [name, value] of Object.entries({
    DEEPSEEK_API_KEY: url && "scripted",
    DEEPSEEK_BASE_URL: url,
  })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  reloadEnv();
  for (const known of ["ai-providers", "circuits"]) forgetOncePerProcess(known);
}
