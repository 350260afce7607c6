// What others have written (customers, documents) stands between borders in the prompt, so that the model can tell it from
// instructions. The mark in a border cannot be guessed: a text that ends its own border would have to know it.

import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { Turn } from "@/domain/outbound";
import { env } from "@/lib/env";
import { oncePerProcess } from "@/lib/once-per-process";

const MARK_LENGTH = 20;

/** Invisible characters with which a look-alike could hide. */
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;
/** What opens a border, also in the disguises of other widths and scripts; and what some models take for an end of a role. */
const LOOK_ALIKE =
  /[<＜‹«⟨〈《﹤˂ᐸ≺]\s*([/／⁄∕]?)\s*(?=[dԁｄ]\s*[aаａ]\s*[tтｔ]\s*[aаａ]\s*[-_:：‐-―－\s])|[<＜](?=\s*[|｜])/giu;

export type TurnName = Pick<Turn, "conversationId" | "inboundCount" | "unansweredMessageIds">;

/**
 * The mark of a turn: the same however often the turn is thought through, another one for the next, and not to be known
 * without SESSION_SECRET. Where none is set, a key of this process stands in: a restart then builds another prompt,
 * which costs nothing but the provider's cache.
 */
export function borderMarkOf({ conversationId, inboundCount, unansweredMessageIds }: TurnName): string {
  const name = JSON.stringify([conversationId, inboundCount, unansweredMessageIds]);
  return createHmac("sha256", markKey()).update(name).digest("hex").slice(0, MARK_LENGTH);
}

function markKey(): Buffer {
  const secret =
    env().SESSION_SECRET ?? oncePerProcess("border-secret", () => randomBytes(32).toString("hex"));
  return Buffer.from(hkdfSync("sha256", secret, "", "replyonce:data-borders:v1", 32));
}

/** `what` says in a word of ours what stands there. */
export function borderData(text: string, borderMark: string, what = "customer"): string {
  return `<data-${borderMark} from="${what}">\n${neutralise(text, borderMark)}\n</data-${borderMark}>`;
}

/** The text without anything that could pass for a border of this turn. */
export function neutralise(text: string, borderMark: string): string {
  const visible = text.replaceAll(INVISIBLE, "");
  const isClean = !visible.match(LOOK_ALIKE) && !visible.toLowerCase().includes(borderMark);
  // Joiners make up letters and emoji of many scripts: they go only where something is amiss.
  if (isClean) return text;
  return visible.replaceAll(new RegExp(borderMark, "gi"), "…").replaceAll(LOOK_ALIKE, "($1");
}
