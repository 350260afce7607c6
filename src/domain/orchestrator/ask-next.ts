import type { AskedStep } from "@/domain/ai-turns";
import { type AiAnswer, askProvider } from "@/infra/ai/ask-provider";
import { estimateMicroUsd } from "@/infra/ai/model-price";
import type { AiProvider } from "@/infra/ai/providers";
import { circuit, type Health } from "@/infra/circuit/circuit";
import { env } from "@/lib/env";
import { faultPoint } from "@/lib/fault-point";
import { log } from "@/lib/logger";
import type { Ended, Thinking } from "./thinking";
import { describeTool } from "./tools/describe-tool";

export type Asked = { kind: "answered"; step: AskedStep } | Ended;

type Result =
  | { kind: "ended"; answer: AiAnswer; step: AskedStep }
  | { kind: "not_begun"; ended: Ended }
  | { kind: "passed_over" };

const CIRCUIT_OPEN = "it has failed several times in a row and is left alone for a while";

/** As in build-prompt: enough to set an amount aside that the call hardly ever exceeds. */
const CHARACTERS_PER_TOKEN = 3;

/** The next answer of this turn: a stored one where there is one, else of the first provider that gives any. */
export async function askNext(thinking: Thinking): Promise<Asked> {
  for (let stored = thinking.record.takeStored(); stored; stored = thinking.record.takeStored()) {
    goOnWith(thinking, stored);
    if (stored.errorCode === null) return { kind: "answered", step: stored };
  }
  for (; thinking.at < thinking.providers.length; thinking.at += 1) {
    if (thinking.question.signal.aborted) return { kind: "aborted" };
    const provider = thinking.providers[thinking.at] as AiProvider;
    if (performance.now() >= thinking.endsAt)
      return { kind: "unavailable", reason: `Too slow. ${thinking.lastProblem}` };
    const result = await askOne(thinking, provider);
    if (result.kind === "not_begun") return result.ended;
    if (result.kind === "passed_over") continue;
    const { answer, step } = result;
    if (answer.kind === "answered") return { kind: "answered", step };
    if (answer.kind === "aborted") return { kind: "aborted" };
    noteProblem(thinking, step, answer.reason);
  }
  const wasAsked = thinking.record.steps.some(({ kind }) => kind === "asked");
  const reason = thinking.lastProblem;
  if (!wasAsked && thinking.retryInMs < Number.POSITIVE_INFINITY)
    return { kind: "not_asked", reason, retryInMs: thinking.retryInMs };
  return { kind: "unavailable", reason };
}

/** The provider that gave the stored answer is the one to go on with, and the next after one that failed. */
function goOnWith(thinking: Thinking, { provider, errorCode }: AskedStep): void {
  const at = thinking.providers.findIndex(({ name }) => name === provider);
  if (at >= 0) thinking.at = errorCode === null ? at : at + 1;
  if (errorCode !== null) thinking.lastProblem = `${provider}: ${errorCode}`;
}

async function askOne(thinking: Thinking, provider: AiProvider): Promise<Result> {
  faultPoint(thinking.at === 0 ? "orchestrate.asking" : "orchestrate.falling_back");
  const asked = circuit(provider.name);
  const result = await asked.call(() => askAndRecord(thinking, provider), healthOf);
  if (result !== "open") return result;
  thinking.record.note({ kind: "skipped", provider: provider.name, why: "circuit_open" });
  thinking.lastProblem = `${provider.name}: ${CIRCUIT_OPEN}`;
  thinking.retryInMs = Math.min(thinking.retryInMs, asked.status().retryInMs);
  return { kind: "passed_over" };
}

async function askAndRecord(thinking: Thinking, provider: AiProvider): Promise<Result> {
  const { record, messages, offered, question, endsAt } = thinking;
  const tools = offered.map(describeTool);
  const { AI_MAX_TOKENS_REPLY, AI_TIMEOUT_MS } = env();
  const characters = JSON.stringify(messages).length + JSON.stringify(tools).length;
  const tokens = Math.ceil(characters / CHARACTERS_PER_TOKEN);
  const begun = await record.begin(provider, estimateMicroUsd(provider.model, tokens, AI_MAX_TOKENS_REPLY));
  if (begun.verdict === "lost") return { kind: "not_begun", ended: { kind: "aborted" } };
  if (begun.verdict === "budget") {
    record.note({ kind: "skipped", provider: provider.name, why: "budget" });
    return { kind: "not_begun", ended: { kind: "budget", whose: begun.whose } };
  }
  faultPoint("orchestrate.booked");
  const { callId } = begun;
  const timeoutMs = Math.max(1, Math.floor(Math.min(AI_TIMEOUT_MS, endsAt - performance.now())));
  const { signal } = question;
  const answer = await askProvider(provider, { messages, tools, signal, callId, timeoutMs });
  faultPoint("orchestrate.answered");
  const step = await record.end(callId, answer);
  faultPoint("orchestrate.stored");
  return { kind: "ended", answer, step };
}

/** A question that the provider does not like says nothing about the provider. */
function healthOf(result: Result): Health {
  if (result.kind !== "ended") return "neither";
  const { answer } = result;
  if (answer.kind === "answered") return "good";
  if (answer.kind === "aborted") return "neither";
  const { errorCode } = answer.call;
  return errorCode === "HTTP_400" || errorCode === "HTTP_413" || errorCode === "HTTP_422" ? "neither" : "bad";
}

function noteProblem(
  thinking: Thinking,
  { provider, errorCode, elapsedMs }: AskedStep,
  reason: string,
): void {
  thinking.lastProblem = `${provider}: ${reason}`;
  log("warn", "[ORCHESTRATOR] Provider gave no usable answer", {
    jobId: thinking.question.job.id,
    provider,
    code: errorCode ?? undefined,
    elapsed: `${elapsedMs}ms`,
  });
}
