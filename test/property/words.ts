// The texts of replies say which reply they belong to and what they answer, so that Meta's ledger can be read.

import type { Reply } from "@/domain/outbound";

export interface ReplyShape {
  parts: number;
  handsOver: boolean;
}

/** A reply of the bot's that answers messages of the customer. */
export function botReply(name: string, answers: readonly number[], { parts, handsOver }: ReplyShape): Reply {
  return {
    parts: Array.from({ length: parts }, (_, at) => `${name} (${at + 1}/${parts}) to ${answers.join(" ")}`),
    handover: handsOver ? { reason: "The customer asked for a person" } : null,
    provider: "scripted",
    model: "scripted",
  };
}

/** What a text says of itself; a person's words answer nothing in particular. */
export function readText(text: string): { reply: string; answers: number[] } {
  const [, reply, answers] = /^(reply \d+) \(\d+\/\d+\) to ([\d ]+)$/.exec(text) ?? [];
  return { reply: reply ?? text, answers: answers?.split(" ").map(Number) ?? [] };
}
