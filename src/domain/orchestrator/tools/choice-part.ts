import type { ReplyPart } from "@/domain/outbound";
import { parseContent } from "@/infra/whatsapp/outbound-content";
import { AppError } from "@/lib/errors";

/** What the customer can choose from, as a part of the reply. @throws INVALID_INPUT that names every limit of Meta's it breaks. */
export function choicePart(content: Record<string, unknown>): ReplyPart {
  const given = Object.entries(content).filter(([, value]) => value !== undefined);
  return parseContent(Object.fromEntries(given));
}

/** One question at a time: a second set of choices would make the first meaningless. @throws INVALID_INPUT. */
export function onlyOnce(parts: readonly ReplyPart[]): void {
  const hasChoice = parts.some((part) => typeof part !== "string" && part.type === "interactive");
  if (!hasChoice) return;
  throw new AppError("INVALID_INPUT", "This reply has buttons or a list already; it can have one of them.");
}
