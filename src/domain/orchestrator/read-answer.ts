import { z } from "zod";
import type { Reply } from "@/domain/outbound";
import type { AiAnswer } from "@/infra/ai/ask-provider";
import { env } from "@/lib/env";
import { storableText } from "@/lib/storable-text";
import { splitText } from "./split-text";
import { instructions } from "./system-prompt";

const handoverArguments = z.object({ reason: z.string().min(1).max(500) });

type Answered = Extract<AiAnswer, { kind: "answered" }>;

/** The reply an answer stands for, or why it cannot be sent: it is empty, or it repeats the instructions. */
export function readAnswer(answer: Answered): { reply: Reply } | { problem: string } {
  const handover = readHandover(answer);
  const content = storableText(answer.content).trim();
  if (content === "" && !handover) return { problem: "EMPTY" };
  if (instructions.some((instruction) => content.includes(instruction))) return { problem: "LEAKED_PROMPT" };
  const { provider, model } = answer.call;
  return { reply: { parts: splitText(content || env().AI_HANDOVER_MESSAGE), handover, provider, model } };
}

/** A call of the tool counts even when its arguments are broken: the customer is to get a person either way. */
function readHandover({ toolCalls }: Answered): Reply["handover"] {
  const toolCall = toolCalls.find(({ name }) => name === "handover");
  if (!toolCall) return null;
  const parsed = handoverArguments.safeParse(toolCall.arguments);
  return { reason: parsed.success ? storableText(parsed.data.reason) : "The bot asked for a person" };
}
