// The bot under evaluation: the product's own loop, guards and tools. Nothing is sent, and no conversation is stored.

import { orchestrate } from "@/domain/orchestrator";
import { readablePart, type Turn } from "@/domain/outbound";
import type { KnownText } from "./business";

export interface Played {
  /** What the customer would get. */
  sent: string[];
  handover: boolean;
  /** What the model has called, in order. */
  called: { name: string; arguments: unknown }[];
  /** Which of them were carried out. */
  carriedOut: string[];
  /** What the guards had against its answers. */
  findings: string[];
  provider: string | null;
  model: string | null;
  calls: number;
  tokens: number;
  /** Null where a model's price is not known. */
  costMicroUsd: number | null;
  elapsedMs: number;
}

export interface Asked {
  organizationId: string;
  turn: Turn;
  model: string | undefined;
  /** Instead of what a search would find. */
  knowledge?: KnownText[];
}

/** No job has this id: what an evaluation asks is booked without one. */
const NO_JOB = 0;

export async function askBot({ organizationId, turn, model, knowledge }: Asked): Promise<Played> {
  const startedAt = performance.now();
  const found = knowledge?.map(({ title, text }, at) => ({
    passageId: at + 1,
    documentId: String(at),
    documentVersion: 1,
    title,
    heading: null,
    text,
    score: 1,
  }));
  const orchestration = await orchestrate({
    job: { id: NO_JOB, organizationId },
    turn,
    signal: new AbortController().signal,
    purpose: "eval",
    overrides: { ...(model && { model }), ...(found && { knowledge: found }) },
  });
  const { steps } = orchestration;
  const asked = steps.filter((step) => step.kind === "asked");
  const tools = steps.filter((step) => step.kind === "tool");
  const reply = "reply" in orchestration ? orchestration.reply : null;
  const costs = asked.map(({ costMicroUsd }) => costMicroUsd);
  const last = asked.at(-1);
  return {
    sent: (reply?.parts ?? []).map((part) => readablePart(part) ?? ""),
    handover: Boolean(reply?.handover) || orchestration.kind === "silent",
    called: asked.flatMap(({ toolCalls }) =>
      toolCalls.map((call) => ({ name: call.name, arguments: call.arguments })),
    ),
    carriedOut: tools.filter(({ error }) => error === null).map(({ name }) => name),
    findings: steps.flatMap((step) => (step.kind === "finding" ? step.codes : [])),
    provider: last?.provider ?? null,
    model: last?.model ?? null,
    calls: asked.length,
    tokens: asked.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0),
    costMicroUsd: costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    elapsedMs: Math.round(performance.now() - startedAt),
  };
}
