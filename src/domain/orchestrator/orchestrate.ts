import type { Reply, Turn } from "@/domain/outbound";
import { type AiCall, askProvider } from "@/infra/ai/ask-provider";
import { aiProviders } from "@/infra/ai/providers";
import { log } from "@/lib/logger";
import { buildPrompt } from "./build-prompt";
import { readAnswer } from "./read-answer";
import { tools } from "./tools";

export type Orchestration =
  | { kind: "reply"; reply: Reply; calls: AiCall[] }
  /** Every provider failed or answered with something that cannot be sent. */
  | { kind: "unavailable"; reason: string; calls: AiCall[] }
  /** The signal ended it: nobody waits for this reply any more. */
  | { kind: "aborted"; calls: AiCall[] };

/** Turns a conversation into a reply: the first provider that gives a usable answer wins. Never throws for a provider. */
export async function orchestrate(jobId: number, turn: Turn, signal: AbortSignal): Promise<Orchestration> {
  const question = { messages: buildPrompt(turn), tools, signal };
  const calls: AiCall[] = [];
  let reason = "No AI provider is configured";
  for (const provider of aiProviders()) {
    const answer = await askProvider(provider, question);
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
  return { kind: "unavailable", reason, calls };
}
