import { z } from "zod";
import { stripBorders } from "./strip-borders";

const contentSchema = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
]);

const messageSchema = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: contentSchema.nullish(),
  tool_calls: z.array(z.unknown()).nullish(),
});

/** JSON Schema of a tool's arguments, as far as filling it in needs. */
export interface ArgumentSchema {
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, ArgumentSchema>;
  required?: string[];
  items?: ArgumentSchema;
  anyOf?: ArgumentSchema[];
}

const toolSchema = z.looseObject({
  type: z.literal("function"),
  function: z.looseObject({
    name: z.string(),
    parameters: z.custom<ArgumentSchema>((value) => typeof value === "object" && value !== null).optional(),
  }),
});

/** A request to `/chat/completions`, as far as the script reads it. */
export const chatRequestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),
  tools: z.array(toolSchema).nullish(),
  tool_choice: z.unknown().optional(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});

export type ChatRequest = z.output<typeof chatRequestSchema>;
export type ChatMessage = ChatRequest["messages"][number];
export type ChatTool = z.output<typeof toolSchema>;

export function textOf(message: ChatMessage | undefined): string {
  const content = message?.content ?? "";
  if (typeof content === "string") return content;
  return content.map((part) => part.text ?? "").join("");
}

/**
 * What the customer said since the assistant last spoke, oldest first. An assistant message that only called tools has
 * not spoken to the customer yet.
 */
export function unansweredTexts(messages: ChatMessage[]): string[] {
  const texts: string[] = [];
  for (const message of messages.toReversed()) {
    if (message.role === "assistant" && !message.tool_calls?.length) break;
    if (message.role === "user") texts.push(stripBorders(textOf(message)));
  }
  return texts.reverse();
}
