import { z } from "zod";
import type { StoredToolCall, ToolStep } from "@/domain/ai-turns";
import { logFailure } from "@/infra/database/log-failure";
import { describeIssues } from "@/infra/whatsapp/outbound-content-fields";
import { isAppError } from "@/lib/errors";
import { storableJson, storableText } from "@/lib/storable-text";
import type { Tool, ToolContext, ToolOutcome } from "./tool";

export interface ToolRun {
  step: ToolStep;
  /** Null when it was refused. */
  outcome: ToolOutcome | null;
}

const REASON_MAX = 500;
const NO_REASON = "The bot asked for a person";
const TROUBLE = "This tool does not work just now. Go on without it, or hand over.";

/** Carries out what the model has called, or says why not in words it can mend. Never throws. */
export async function runToolCall(
  call: StoredToolCall,
  offered: Tool[],
  context: ToolContext,
): Promise<ToolRun> {
  const tool = offered.find(({ name }) => name === call.name);
  if (!tool) {
    const names = offered.map(({ name }) => name).join(", ");
    return refused(call, "unknown", `There is no tool of this name. There are: ${names}.`);
  }
  const parsed = readArguments(tool, call.arguments);
  if ("problem" in parsed) {
    // The customer is to get a person, however clumsily the model asks for one.
    if (tool.tier === "handover") return carriedOut(call, tool, clumsyHandover(call.arguments));
    return refused(call, tool.tier, parsed.problem);
  }
  try {
    return carriedOut(call, tool, await tool.run(parsed.value, context));
  } catch (error) {
    if (isAppError(error) && error.code === "INVALID_INPUT") return refused(call, tool.tier, error.message);
    logFailure("[ORCHESTRATOR] Tool failed", error, { jobId: context.jobId, reason: tool.name });
    return refused(call, tool.tier, TROUBLE);
  }
}

/** Models write null for what they leave out: that is no argument. */
function readArguments(tool: Tool, written: unknown): { value: unknown } | { problem: string } {
  const plain = z.record(z.string(), z.unknown()).safeParse(storableJson(written));
  if (!plain.success) return { problem: "The arguments are not a JSON object. Write them again." };
  const given = Object.entries(plain.data).filter(([, value]) => value !== null);
  const parsed = tool.arguments.safeParse(Object.fromEntries(given));
  if (parsed.success) return { value: parsed.data };
  return { problem: `The arguments are wrong: ${describeIssues(parsed.error.issues)}.` };
}

function clumsyHandover(written: unknown): ToolOutcome {
  const asked = z.looseObject({ reason: z.string().trim().min(1) }).safeParse(written);
  const reason = asked.success ? storableText(asked.data.reason).slice(0, REASON_MAX) : NO_REASON;
  return { result: { handedOver: true }, handover: { reason } };
}

function carriedOut(call: StoredToolCall, { tier }: Tool, outcome: ToolOutcome): ToolRun {
  return { step: stepOf(call, tier, { result: outcome.result, error: null }), outcome };
}

function refused(call: StoredToolCall, tier: ToolStep["tier"], error: string): ToolRun {
  return { step: stepOf(call, tier, { result: { error }, error }), outcome: null };
}

function stepOf(
  call: StoredToolCall,
  tier: ToolStep["tier"],
  told: Pick<ToolStep, "result" | "error">,
): ToolStep {
  const written = storableJson(call.arguments);
  return { kind: "tool", toolCallId: call.id, name: call.name, tier, arguments: written, ...told };
}
