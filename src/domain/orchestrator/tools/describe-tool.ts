import type { ChatCompletionTool } from "openai/resources/chat/completions";
import { z } from "zod";
import type { Tool } from "./tool";

export function describeTool({ name, description, arguments: schema }: Tool): ChatCompletionTool {
  const { $schema: _, ...parameters } = z.toJSONSchema(schema, { io: "input" });
  return { type: "function", function: { name, description, parameters } };
}
