import type { OutboundContent } from "@/infra/whatsapp/outbound-content";
import type { Answer } from "./guard";

/** Ids of buttons and rows: customers never see them. */
const UNSEEN = new Set(["id", "payload", "type", "kind"]);

/** Everything the customer would see: the text and the words of the parts that tools have added. */
export function answerText({ text, parts }: Pick<Answer, "text" | "parts">): string {
  return [text, ...parts.flatMap(wordsOf)].join("\n");
}

function wordsOf(value: string | OutboundContent | unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (UNSEEN.has(key) ? [] : wordsOf(member)));
}
