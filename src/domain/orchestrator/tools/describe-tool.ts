import type { ChatCompletionTool } from "openai/resources/chat/completions";
import { z } from "zod";
import type { Tool } from "./tool";

/** Made once: a tool never changes, and every call of every turn tells of it. */
const described = new WeakMap<Tool, ChatCompletionTool>();

/**
 * A tool as providers are told of it (OpenAI, guides/function-calling; DeepSeek, guides/function_calling: JSON Schema). What
 * they make of it is checked here in any case (runToolCall), so nothing is asked for that only one of them has.
 */
export function describeTool(tool: Tool): ChatCompletionTool {
  const known = described.get(tool) ?? describe(tool);
  described.set(tool, known);
  return known;
}

function describe({ name, description, arguments: schema }: Tool): ChatCompletionTool {
  const { $schema: _dialect, ...parameters } = z.toJSONSchema(schema, { io: "input" });
  return { type: "function", function: { name, description, parameters } };
}
