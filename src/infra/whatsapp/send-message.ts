import { z } from "zod";
import { circuit, type Health } from "@/infra/circuit/circuit";
import { classifyErrorCode, type ErrorClass } from "./error-class";
import { callGraph, type GraphAnswer } from "./graph-call";
import type { OutboundContent } from "./outbound-content";
import { contentPayload } from "./outbound-content-payload";
import { readGraphError } from "./read-graph-error";

export interface OutboundMessage {
  phoneNumberId: string;
  accessToken: string;
  /** The customer's phone number in digits. Wins over `userId` when both are known (Meta, business-scoped-user-ids). */
  phone: string | null;
  /** Business-scoped user id: goes into `recipient`, never into `to`, where Meta would accept and lose it. */
  userId: string | null;
  /** Checked before: parseContent. */
  content: OutboundContent;
  /** Comes back in every receipt as `biz_opaque_callback_data`; at most 512 characters. */
  opaqueId: string;
  timeoutMs: number;
  /** Called right before the first byte leaves; what it throws stops the call, which is then refused. */
  beforeWrite?: () => void;
}

/** What is known after the call. Only an answer that proves non-acceptance is `refused`. */
export type SendOutcome =
  | { kind: "accepted"; providerMessageId: string }
  | {
      kind: "refused";
      class: ErrorClass;
      code: string;
      message: string;
      httpStatus: number | null;
      retryAfterMs: number | undefined;
    }
  | { kind: "unknown"; reason: string; httpStatus: number | null };

const accepted = z.object({ messages: z.array(z.object({ id: z.string().min(1).max(512) })).min(1) });

/**
 * Sends one message (Meta, messages/send-messages), unless Meta's circuit is open. Never throws; see SendOutcome.
 */
export async function sendMessage(message: OutboundMessage): Promise<SendOutcome> {
  const call = async () => {
    const answer = await callGraph({
      path: `${message.phoneNumberId}/messages`,
      accessToken: message.accessToken,
      body: toPayload(message),
      timeoutMs: message.timeoutMs,
      beforeWrite: message.beforeWrite,
      isSend: true,
    });
    return readOutcome(answer);
  };
  const outcome = await circuit("meta").call(call, healthOf);
  if (outcome !== "open") return outcome;
  const retryAfterMs = circuit("meta").status().retryInMs;
  return { ...notSent("CIRCUIT_OPEN", "Not asked"), class: "circuit_open", retryAfterMs };
}

/** What an outcome says of Meta: a refusal with a reason is an answer like any other. */
function healthOf(outcome: SendOutcome): Health {
  if (outcome.kind === "unknown") return "bad";
  if (outcome.kind === "accepted" || outcome.class !== "transient") return "good";
  return outcome.code === "STOPPED" ? "neither" : "bad";
}

/** Nothing of the message left this process. */
function notSent(code: "NOT_SENT" | "STOPPED" | "CIRCUIT_OPEN", message: string) {
  const kind = "refused" as const;
  return { kind, class: "transient" as const, code, message, httpStatus: null, retryAfterMs: undefined };
}

function toPayload({ phone, userId, content, opaqueId }: OutboundMessage) {
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...(phone ? { to: phone } : { recipient: userId }),
    ...contentPayload(content),
    biz_opaque_callback_data: opaqueId,
  };
}

/**
 * Judges an answer. Success needs a message id: without one it cannot be told from a cut-off answer. A 5xx without
 * Graph's error body may come from a proxy in front of a Meta that has already taken the message, and so may a 408.
 */
export function readOutcome(answer: GraphAnswer): SendOutcome {
  if (answer.kind === "not_sent") return notSent("NOT_SENT", answer.reason);
  if (answer.kind === "stopped") return notSent("STOPPED", answer.reason);
  if (answer.kind === "lost") return { kind: "unknown", reason: answer.reason, httpStatus: null };

  const { httpStatus, retryAfterMs, json } = answer;
  const success = accepted.safeParse(json);
  if (success.success && httpStatus >= 200 && httpStatus < 300) {
    return { kind: "accepted", providerMessageId: success.data.messages[0]?.id ?? "" };
  }
  const refusal = readGraphError(json);
  if (refusal && httpStatus >= 400) {
    const { code, message, details } = refusal;
    const text = details ? `${message} (${details})` : message;
    return {
      kind: "refused",
      class: classifyErrorCode(code),
      code: String(code),
      message: text,
      httpStatus,
      retryAfterMs,
    };
  }
  if (httpStatus >= 300 && httpStatus < 500 && httpStatus !== 408) {
    const code = `HTTP_${httpStatus}`;
    return {
      kind: "refused",
      class: "transient",
      code,
      message: "An answer that is not Graph's",
      httpStatus,
      retryAfterMs,
    };
  }
  return { kind: "unknown", reason: `HTTP ${httpStatus} without an answer of Graph's`, httpStatus };
}
