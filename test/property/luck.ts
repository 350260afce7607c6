// How the AI and Meta behave towards a runner.

import { classifyErrorCode } from "@/infra/whatsapp/error-class";
import type { SendOutcome } from "@/infra/whatsapp/send-message";
import type { ReplyShape } from "./words";

export type Ai = "one part" | "two parts" | "handover" | "down";

export const replyShapes: Record<Exclude<Ai, "down">, ReplyShape> = {
  "one part": { parts: 1, handsOver: false },
  "two parts": { parts: 2, handsOver: false },
  handover: { parts: 1, handsOver: true },
};

export type Meta =
  | "accepts"
  | "accepts, answer lost"
  | "takes nothing, answer lost"
  | "refuses: its own trouble"
  | "refuses: this recipient"
  | "refuses: too much to this customer"
  | "refuses: the number sends too much"
  | "refuses: the access token";

/** An error code of Meta's for each way to refuse (Meta, support/error-codes). */
const codes: Partial<Record<Meta, number>> = {
  "refuses: its own trouble": 131000,
  "refuses: this recipient": 131026,
  "refuses: too much to this customer": 131056,
  "refuses: the number sends too much": 130429,
  "refuses: the access token": 190,
};

export interface Luck {
  ai: Ai;
  meta: Meta;
}

/** What a runner hears after a call. */
export function hear(meta: Meta, wamid: string | null): SendOutcome {
  if (meta === "accepts" && wamid) return { kind: "accepted", providerMessageId: wamid };
  const code = codes[meta];
  if (code === undefined) return { kind: "unknown", reason: "The connection was reset", httpStatus: null };
  return refusal(String(code), classifyErrorCode(code));
}

/** What a runner makes of a call that it was too late to make. */
export function stopped(): SendOutcome {
  return refusal("STOPPED", "transient");
}

function refusal(code: string, errorClass: ReturnType<typeof classifyErrorCode>): SendOutcome {
  const rest = { message: "played", httpStatus: 400, retryAfterMs: undefined };
  return { kind: "refused", class: errorClass, code, ...rest };
}
