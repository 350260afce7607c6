import type { WireMessage } from "@/infra/whatsapp/webhook-schema";
import type { InboundMedia, MessageContent } from "./message-content";

/** What a customer wrote, in our words. Keyed by business number and Meta's message id. */
export interface InboundMessage {
  phoneNumberId: string;
  /** Meta's WhatsApp Business Account: what a user id is unique within, unless the portfolio is known. */
  wabaId: string | null;
  providerMessageId: string;
  /** Digits; null when Meta withholds it (the customer has a username). */
  phone: string | null;
  /** Where Meta names the WhatsApp account by another number than the message's. */
  waId: string | null;
  /** Business-scoped user id. */
  userId: string | null;
  /** The user id that linked portfolios share. */
  parentUserId: string | null;
  /** Set for a message in a group, which has a thread of its own and is never answered by the bot. */
  groupId: string | null;
  profileName: string | null;
  username: string | null;
  /** Meta's type, or "unsupported". */
  type: string;
  /** What a person would read; null where there is nothing to read. */
  body: string | null;
  sentAt: Date;
  /** What `type` says more of, in our typed shape. */
  content: MessageContent;
  /** The message it answers, reacts to, edits or revokes. */
  quotedProviderMessageId: string | null;
  media: InboundMedia | null;
  /** Whether the whole message is a word that ends or resumes what we send. */
  consent: "stop" | "start" | null;
  /** A system notice that Meta calls this person something else from now on; `phone` and `userId` are the names before. */
  identityChange: IdentityChange | null;
  /** PHONE: not the customer, but a person of the business wrote it, in the WhatsApp Business app. */
  origin: "PHONE" | null;
  /** Whether it opens Meta's customer service window. */
  opensWindow: boolean;
  /** Whether somebody waits for an answer to it. A reaction or a system notice is kept and shown, not answered. */
  asksForAnswer: boolean;
  /** The message as Meta wrote it. */
  payload: unknown;
}

/** Meta, webhooks/reference/messages/system. */
export interface IdentityChange {
  at: Date;
  /** The new number; null when Meta does not tell it. The one before is not theirs any more either way. */
  phone: string | null;
  userId: string | null;
  parentUserId: string | null;
}

/** Types that a customer sends to be answered. The rest (reaction, system, edit, revoke, unknown) is kept and shown. */
const answeredTypes = new Set([
  "text",
  "image",
  "video",
  "audio",
  "voice",
  "document",
  "sticker",
  "location",
  "contacts",
  "interactive",
  "button",
  "order",
]);

const keptTypes = new Set([
  ...answeredTypes,
  "reaction",
  "system",
  "request_welcome",
  "edit",
  "revoke",
  "unsupported",
]);

/**
 * What Meta cannot show and nobody wrote as a message (Meta, webhooks/reference/messages/unsupported): changes of other
 * messages, and templates of another business, with whose bot ours must not begin to talk. Everything else of type
 * `unsupported` stands for something that the customer sent and waits to hear of.
 */
const notSent = new Set(["edit", "errors", "hsm", "keep_in_chat", "pin", "poll_update", "reaction"]);

/** The type to store: what we do not know is shown as unsupported. */
export function knownType(type: string): string {
  return keptTypes.has(type) ? type : "unsupported";
}

/** Messages of a group have a sender who did not write to us alone: kept, never answered. */
export function asksForAnswer(message: WireMessage): boolean {
  if (message.group_id !== undefined) return false;
  if (message.type === "unsupported") return !notSent.has(message.unsupported?.type ?? "");
  return answeredTypes.has(message.type);
}

/**
 * Whether it opens the customer service window (Meta, messages/send-messages): a message the customer sent, also one that
 * cannot be shown to us. For reactions and notices nothing is documented, so nothing is taken for granted.
 */
export function opensWindow(message: WireMessage): boolean {
  return asksForAnswer(message);
}
