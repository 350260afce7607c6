import type { Reply, Turn } from "@/domain/outbound";
import { parsePersona } from "@/domain/persona";
import { type AiAnswer, type AiCall, askProvider } from "@/infra/ai/ask-provider";
import { aiProviders } from "@/infra/ai/providers";
import { circuit, type Health } from "@/infra/circuit/circuit";
import { faultPoint } from "@/lib/fault-point";
import { log } from "@/lib/logger";
import { buildPrompt } from "./build-prompt";
import { readAnswer } from "./read-answer";
import { tools } from "./tools";

export type Orchestration =
  | { kind: "reply"; reply: Reply; calls: AiCall[] }
  /** Every provider failed or answered with something that cannot be sent. */
  | { kind: "unavailable"; reason: string; calls: AiCall[] }
  /** The circuits of all providers are open: none was asked. */
  | { kind: "not_asked"; reason: string; retryInMs: number; calls: AiCall[] }
  /** The signal ended it: nobody waits for this reply any more. */
  | { kind: "aborted"; calls: AiCall[] };

const CIRCUIT_OPEN = "it has failed several times in a row and is left alone for a while";

/** Turns a conversation into a reply: the first provider that gives a usable answer wins. Never throws for a provider. */
export async function orchestrate(jobId: number, turn: Turn, signal: AbortSignal): Promise<Orchestration> {
  const { content: persona } = parsePersona(turn.storedPersona);
  const question = { messages: buildPrompt(turn, { persona, passages: [] }).messages, tools, signal };
  const calls: AiCall[] = [];
  let reason = "No AI provider is configured";
  let retryInMs = Number.POSITIVE_INFINITY;
  for (const provider of aiProviders()) {
    faultPoint(calls.length === 0 ? "orchestrate.asking" : "orchestrate.falling_back");
    const asked = circuit(provider.name);
    const answer = await asked.call(() => askProvider(provider, question), healthOf);
    if (answer === "open") {
      reason = `${provider.name}: ${CIRCUIT_OPEN}`;
      retryInMs = Math.min(retryInMs, asked.status().retryInMs);
      continue;
    }
    faultPoint("orchestrate.answered");
    calls.push(answer.call);
    if (answer.kind === "aborted") return { kind: "aborted", calls };
    const read = answer.kind === "answered" ? readAnswer(answer) : { problem: answer.reason };
    if ("reply" in read) return { kind: "reply", reply: read.reply, calls };
    answer.call.errorCode ??= read.problem;
    reason = `${provider.name}: ${read.problem}`;
    log("warn", "[ORCHESTRATOR] Provider gave no usable answer", {
      jobId,
      provider: provider.name,
      code: answer.call.errorCode,
      elapsed: `${answer.call.elapsedMs}ms`,
    });
  }
  if (calls.length === 0 && retryInMs < Number.POSITIVE_INFINITY)
    return { kind: "not_asked", reason, retryInMs, calls };
  return { kind: "unavailable", reason, calls };
}

/** A question that the provider does not like says nothing about the provider. */
function healthOf(answer: AiAnswer): Health {
  if (answer.kind === "answered") return "good";
  if (answer.kind === "aborted") return "neither";
  const { errorCode } = answer.call;
  return errorCode === "HTTP_400" || errorCode === "HTTP_413" || errorCode === "HTTP_422" ? "neither" : "bad";
}
