import { z } from "zod";
import type { AiAnswer } from "./compose-answer";

export const aiScriptSchema = z.strictObject({
  /** Part of the last unanswered user text; absent: any. */
  match: z.string().optional(),
  provider: z.string().optional(),
  text: z.string().optional(),
  toolCalls: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        /** A text is sent as it is, also when it is no JSON. */
        arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).default({}),
      }),
    )
    .default([]),
  finishReason: z.string().optional(),
  cachedTokens: z.number().int().min(0).optional(),
  delayMs: z.number().int().min(0).default(0),
  /** How often it applies; absent: always. */
  times: z.number().int().min(1).optional(),
});

export type AiScriptDraft = z.input<typeof aiScriptSchema>;
export type AiScript = z.output<typeof aiScriptSchema> & { id: string; hits: number };

/** Answers given from outside, in place of the built-in script; the first that matches is taken. */
export class AiScripts {
  readonly #scripts = new Map<string, AiScript>();
  #count = 0;

  add(draft: z.output<typeof aiScriptSchema>): AiScript {
    this.#count += 1;
    const script = { ...draft, id: `script-${this.#count}`, hits: 0 };
    this.#scripts.set(script.id, script);
    return script;
  }

  remove(id: string): boolean {
    return this.#scripts.delete(id);
  }

  list(): AiScript[] {
    return [...this.#scripts.values()];
  }

  clear(): void {
    this.#scripts.clear();
  }

  take(provider: string, lastUserText: string): { answer: AiAnswer; delayMs: number } | undefined {
    for (const script of this.#scripts.values()) {
      if (script.provider !== undefined && script.provider !== provider) continue;
      if (script.match !== undefined && !lastUserText.includes(script.match)) continue;
      if (script.times !== undefined && script.hits >= script.times) continue;
      script.hits += 1;
      const toolCalls = script.toolCalls.map((call) => ({
        ...call,
        arguments: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments),
      }));
      const { finishReason, cachedTokens, delayMs } = script;
      return { answer: { text: script.text ?? null, toolCalls, finishReason, cachedTokens }, delayMs };
    }
    return undefined;
  }
}
