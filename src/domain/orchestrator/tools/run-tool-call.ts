import type { StoredToolCall, ToolStep } from "@/domain/ai-turns";
import { describeError } from "@/lib/errors";
import type { Tool, ToolContext, ToolOutcome } from "./tool";

export interface RanTool {
  step: ToolStep;
  outcome: ToolOutcome | null;
}

export async function runToolCall(
  call: StoredToolCall,
  offered: Tool[],
  context: ToolContext,
): Promise<RanTool> {
  const tool = offered.find(({ name }) => name === call.name);
  const { id: toolCallId, name } = call;
  const step = { kind: "tool" as const, toolCallId, name, tier: tool?.tier ?? ("unknown" as const) };
  const refused = (error: string): RanTool => {
    return { step: { ...step, arguments: call.arguments ?? null, result: { error }, error }, outcome: null };
  };
  if (!tool) return refused("There is no such tool");
  const parsed = tool.arguments.safeParse(call.arguments);
  if (!parsed.success) return refused(parsed.error.issues.map(({ message }) => message).join(", "));
  try {
    const outcome = await tool.run(parsed.data, context);
    return { step: { ...step, arguments: parsed.data, result: outcome.result, error: null }, outcome };
  } catch (error) {
    return refused(describeError(error));
  }
}
