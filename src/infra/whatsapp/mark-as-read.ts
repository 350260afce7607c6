import { circuit } from "@/infra/circuit/circuit";
import { callGraph } from "./graph-call";

export interface ReadMark {
  phoneNumberId: string;
  accessToken: string;
  /** Of the customer's message; those before it are marked as well. */
  wamid: string;
  /** Shows "typing" until the answer comes, at most 25 seconds (Meta, typing-indicators). */
  isTyping: boolean;
}

/** It is worth nothing once the answer is there. */
const TIMEOUT_MS = 5_000;

/**
 * Shows a customer that their message is read (Meta, messages/mark-message-as-read). Never throws, and says nothing of Meta's
 * health: only sends open or close its circuit. @returns why it did not work; undefined when it did.
 */
export async function markAsRead({ phoneNumberId, accessToken, wamid, isTyping }: ReadMark) {
  if (circuit("meta").status().state !== "closed") return "Meta is left alone for a while";
  const answer = await callGraph({
    path: `${phoneNumberId}/messages`,
    accessToken,
    body: {
      messaging_product: "whatsapp",
      status: "read",
      message_id: wamid,
      ...(isTyping && { typing_indicator: { type: "text" } }),
    },
    timeoutMs: TIMEOUT_MS,
  });
  if (answer.kind !== "answer") return answer.reason;
  const { httpStatus } = answer;
  return httpStatus >= 200 && httpStatus < 300 ? undefined : `HTTP ${httpStatus}`;
}
