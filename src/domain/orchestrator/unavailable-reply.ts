import type { Reply } from "@/domain/outbound";
import { env } from "@/lib/env";
import { splitText } from "./split-text";

/** What a customer gets when no AI can answer: a plain sentence of the business's, and a person. Never a made-up answer. */
export function unavailableReply(reason: string): Reply {
  return {
    parts: splitText(env().AI_UNAVAILABLE_MESSAGE),
    handover: { reason: `No AI provider could answer. ${reason}`.slice(0, 500) },
    provider: null,
    model: null,
  };
}
