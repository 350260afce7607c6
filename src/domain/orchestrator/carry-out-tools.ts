import type { AskedStep, StoredToolCall } from "@/domain/ai-turns";
import type { Handover } from "@/domain/outbound";
import type { Thinking } from "./thinking";
import { runToolCall } from "./tools/run-tool-call";
import type { ToolContext, ToolOutcome } from "./tools/tool";

/** One wrong call is told to the model; a second, and a person is to answer. */
const WRONG_ROUNDS_MAX = 1;

/**
 * Carries out what an answer has called, and tells the model. Nothing is written here: what tools want written waits for the
 * reply (applyEffects). @returns the handover when the bot's part is over.
 */
export async function carryOutTools(thinking: Thinking, answer: AskedStep): Promise<Handover | null> {
  const { messages, record } = thinking;
  messages.push({
    role: "assistant",
    content: answer.content || null,
    tool_calls: answer.toolCalls.map(({ id, name, arguments: given }) => ({
      id,
      type: "function",
      function: { name, arguments: JSON.stringify(given ?? {}) },
    })),
  });
  let handover: Handover | null = null;
  const wrong: string[] = [];
  for (const call of answer.toolCalls) {
    const { step, outcome } = await runOnce(thinking, call);
    if (!record.storedTool(step.toolCallId)) record.note(step);
    messages.push({ role: "tool", tool_call_id: call.id, content: JSON.stringify(step.result ?? null) });
    if (step.error !== null) wrong.push(call.name);
    if (outcome) gather(thinking, outcome);
    handover ??= outcome?.handover ?? null;
  }
  if (wrong.length > 0) thinking.wrongRounds += 1;
  if (handover || thinking.wrongRounds <= WRONG_ROUNDS_MAX) return handover;
  const names = [...new Set(wrong)].join(", ");
  // Whoever cannot even say it right wants a person either way.
  const reason = wrong.includes("handover")
    ? "The bot asked for a person"
    : `The bot used a tool wrongly, twice: ${names}`;
  return { reason };
}

/** What was looked up in an attempt before this one is not looked up again; everything else comes out the same. */
async function runOnce(thinking: Thinking, call: StoredToolCall) {
  const { question, offered, record } = thinking;
  const stored = record.storedTool(call.id);
  if (stored?.tier === "read" && stored.error === null) {
    const texts = [JSON.stringify(stored.result ?? "")];
    const outcome: ToolOutcome = {
      result: stored.result,
      passages: stored.passages ?? [],
      passageTexts: texts,
    };
    return { step: stored, outcome };
  }
  const context: ToolContext = {
    turn: question.turn,
    organizationId: question.job.organizationId,
    jobId: question.job.id,
    turnId: record.id,
    borderMark: thinking.prompt.borderMark,
    earlier: thinking.gathered,
    signal: question.signal,
  };
  const { step, outcome } = await runToolCall(call, offered, context);
  return { step: outcome?.passages ? { ...step, passages: outcome.passages } : step, outcome };
}

function gather({ gathered }: Thinking, outcome: ToolOutcome): void {
  gathered.effects.push(...(outcome.effects ?? []));
  gathered.parts.push(...(outcome.parts ?? []));
  gathered.passageTexts.push(...(outcome.passageTexts ?? []));
  gathered.shownIds.push(...(outcome.passages ?? []).map(({ passageId }) => passageId));
}
