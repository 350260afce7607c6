// What the bot thought: its turn step by step, what it looked up, what it cost.

import type { AiTurnInputs, AiTurnStep, ShownPassage } from "@/domain/ai-turns";
import { PROMPT_VERSION } from "@/domain/orchestrator/system-prompt";
import type { Answer, Telling } from "./telling";

const INPUT_TOKENS = 1_180;
const CALL_MS = 900;

interface Call {
  provider: string;
  model: string;
  outputTokens: number;
  content: string;
  toolCalls: { id: string; name: string; arguments: unknown }[];
  errorCode: string | null;
}

const first = { provider: "deepseek", model: "deepseek-flash" };
const second = { provider: "openai", model: "gpt-4o-mini" };

/** Writes a turn down as it happened, and each of its calls. @returns its id. */
export function tellTurn(telling: Telling, answer: Answer): string {
  const { rows, key, conversationId, script, told } = telling;
  const { line, place, at, jobId, answered } = answer;
  const id = rows.uuid(`turn:${key}:${place}`);
  const steps = new Steps(telling, answer, id);
  const passages = passagesOf(telling, line.thought?.sources ?? []);
  think(steps, answer, passages);
  const inputs: AiTurnInputs = {
    messageIds: told.slice(0, -1).map(({ messageId }) => messageId),
    unansweredMessageIds: answered.map(({ messageId }) => messageId),
    leftOutCount: 0,
    cutMessageIds: [],
    passages: [],
  };
  const isHandover = line.thought?.tools?.some(({ tier }) => tier === "handover") ?? false;
  rows.turns.push({
    id,
    organizationId: rows.setting.organizationId,
    conversationId,
    jobId,
    seenCount: script.lines.slice(0, place).filter(({ by, isQuiet }) => by === "customer" && !isQuiet).length,
    personaVersion: rows.setting.personaVersion,
    promptVersion: PROMPT_VERSION,
    promptHash: rows.uuid("prompt").replaceAll("-", ""),
    inputs: inputs as object,
    steps: steps.list as object[],
    outcome: isHandover ? "handover" : "reply",
    decision: "send",
    decidedAt: at,
    effectsAt: line.thought?.tools?.some(({ tier }) => tier === "write") ? at : null,
    startedAt: steps.startedAt,
    endedAt: at,
  });
  return id;
}

function think(steps: Steps, { line }: Answer, passages: ShownPassage[]): void {
  const { thought = {}, body } = line;
  const text = body ?? "";
  const provider = thought.failedOver ? second : first;
  if (thought.failedOver)
    steps.asked({ ...first, outputTokens: 0, content: "", toolCalls: [], errorCode: thought.failedOver });
  const calls = (thought.tools ?? []).map((tool) => ({ ...tool, id: steps.nextToolId() }));
  if (thought.query !== undefined) {
    const query = { query: thought.query };
    const id = steps.nextToolId();
    const call = { id, name: "search_knowledge", arguments: query };
    steps.asked({ ...provider, outputTokens: 24, content: "", toolCalls: [call], errorCode: null });
    const result = passages.length > 0 ? { found: passages.length } : { found: 0 };
    steps.list.push({
      kind: "tool",
      toolCallId: id,
      name: "search_knowledge",
      tier: "read",
      arguments: query,
      result,
      error: null,
      passages,
    });
  }
  if (thought.finding) {
    const claim = `${text} We deliver everywhere within one day.`;
    steps.asked({
      ...provider,
      outputTokens: tokensOf(claim),
      content: claim,
      toolCalls: [],
      errorCode: null,
    });
    // biome-ignore lint/suspicious/noThenProperty: what came then, as it is stored
    steps.list.push({ kind: "finding", codes: thought.finding, then: "repair" });
  }
  const toolCalls = calls.map(({ id, name, arguments: given }) => ({ id, name, arguments: given }));
  steps.asked({ ...provider, outputTokens: tokensOf(text), content: text, toolCalls, errorCode: null });
  for (const { id, ...tool } of calls) steps.list.push({ kind: "tool", toolCallId: id, ...tool });
}

const tokensOf = (text: string) => Math.ceil([...text].length / 3.6) + 6;

/** The steps of a turn, each call also as a row of its own. */
class Steps {
  readonly list: AiTurnStep[] = [];
  readonly startedAt: Date;
  #calls = 0;
  #tools = 0;

  constructor(
    private readonly telling: Telling,
    private readonly answer: Answer,
    private readonly turnId: string,
  ) {
    this.startedAt = new Date(answer.at.getTime() - 3_000);
  }

  nextToolId(): string {
    this.#tools += 1;
    return `call_${this.turnId.slice(0, 8)}_${this.#tools}`;
  }

  asked({ provider, model, outputTokens, content, toolCalls, errorCode }: Call): void {
    const { rows, contactId } = this.telling;
    const inputTokens = errorCode === null ? INPUT_TOKENS + this.#calls * 210 : 0;
    const cachedTokens = errorCode === null && this.#calls > 0 ? INPUT_TOKENS - 156 : 0;
    const cached = provider === "deepseek" ? 0.003 : 0.075;
    const price = (inputTokens - cachedTokens) * 0.15 + cachedTokens * cached + outputTokens * 0.6;
    const costMicroUsd = Math.round(price);
    const elapsedMs = errorCode === "TIMEOUT" ? 10_000 : CALL_MS + outputTokens * 4;
    const startedAt = new Date(this.startedAt.getTime() + this.#calls * 1_000);
    const callId = rows.id("AiUsage");
    this.#calls += 1;
    const told = {
      provider,
      model,
      inputTokens,
      outputTokens,
      cachedTokens,
      costMicroUsd,
      elapsedMs,
      errorCode,
    };
    rows.calls.push({
      id: callId,
      organizationId: rows.setting.organizationId,
      jobId: this.answer.jobId,
      turnId: this.turnId,
      contactId,
      ...told,
      estimatedMicroUsd: costMicroUsd + 400,
      createdAt: startedAt,
      endedAt: new Date(startedAt.getTime() + elapsedMs),
    });
    const finishReason = errorCode ? null : toolCalls.length > 0 ? "tool_calls" : "stop";
    const at = startedAt.getTime() + elapsedMs;
    this.list.push({ kind: "asked", callId, ...told, content, toolCalls, finishReason, at });
  }
}

function passagesOf({ rows }: Telling, titles: string[]): ShownPassage[] {
  const { passages } = rows.setting;
  return passages
    .filter(({ title }) => titles.includes(title))
    .slice(0, 3)
    .map(({ id, documentId, title, version }, at) => ({
      passageId: id,
      documentId,
      documentVersion: version,
      title,
      score: 0.91 - at * 0.14,
    }));
}
