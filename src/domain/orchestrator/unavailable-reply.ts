import type { Reply } from "@/domain/outbound";
import type { PersonaContent } from "@/domain/persona";
import { env } from "@/lib/env";
import { splitText } from "./split-text";

interface Unavailable {
  reason: string;
  /** What the organization's persona says in this case, where it does. */
  persona?: PersonaContent;
  turnId?: string;
}

/** What a customer gets when no AI can answer: a plain sentence of the business's, and a person. Never a made-up answer. */
export function unavailableReply({ reason, persona, turnId }: Unavailable): Reply {
  return {
    parts: splitText(persona?.ai.unavailableMessage ?? env().AI_UNAVAILABLE_MESSAGE),
    handover: { reason: `No AI provider could answer. ${reason}`.slice(0, 500) },
    provider: null,
    model: null,
    ...(turnId !== undefined && { turnId }),
  };
}
