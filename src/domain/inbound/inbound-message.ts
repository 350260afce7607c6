import type { WireMessage } from "@/infra/whatsapp/webhook-schema";
import { storableText } from "@/lib/storable-text";

/** What a customer wrote, in our words. Keyed by business number and Meta's message id. */
export interface InboundMessage {
  phoneNumberId: string;
  /** Meta's WhatsApp Business Account: what a user id is unique within, unless the portfolio is known. */
  wabaId: string | null;
  providerMessageId: string;
  /** Digits; null when Meta withholds it (the customer has a username). */
  phone: string | null;
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
  content: unknown;
  quotedProviderMessageId: string | null;
  media: InboundMedia | null;
  /** Whether the whole message is a word that ends or resumes what we send. */
  consent: "stop" | "start" | null;
  /** A system notice that Meta calls this person something else from now on; `phone` and `userId` are the names before. */
  identityChange: IdentityChange | null;
  /** Whether it opens Meta's customer service window. */
  opensWindow: boolean;
  /** Whether somebody waits for an answer to it. A reaction or a system notice is kept and shown, not answered. */
  asksForAnswer: boolean;
  /** The message as Meta wrote it. */
  payload: unknown;
}

/** A file to be downloaded. */
interface InboundMedia {
  kind: "image" | "video" | "audio" | "voice" | "document" | "sticker";
  providerMediaId: string;
  mimeType: string;
  filename: string | null;
  /** As Meta tells it (base64); what the download has to have. */
  sha256: string | null;
}

/** Meta, webhooks/reference/messages/system. */
interface IdentityChange {
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

const keptTypes = new Set([...answeredTypes, "reaction", "system", "request_welcome", "edit", "revoke"]);

/** The type to store: what we do not know is shown as unsupported. */
export function knownType(type: string): string {
  return keptTypes.has(type) ? type : "unsupported";
}

/** Messages of a group have a sender who did not write to us alone: kept, never answered. */
export function asksForAnswer(message: WireMessage): boolean {
  return answeredTypes.has(message.type) && message.group_id === undefined;
}

/** The readable part of a message of any type. */
export function readBody(message: WireMessage): string | null {
  const content = asRecord(message[message.type]);
  const text = bodyFields(message.type, content).find((field) => typeof field === "string" && field !== "");
  return typeof text === "string" ? storableText(text) : null;
}

function bodyFields(type: string, content: Record<string, unknown>): unknown[] {
  switch (type) {
    case "text":
      return [content.body];
    case "button":
    case "order":
      return [content.text];
    case "interactive": {
      const reply = asRecord(content[String(content.type)]);
      return [reply.title, reply.body];
    }
    case "location":
      return [content.name, content.address];
    case "reaction":
      return [content.emoji];
    case "system":
      return [content.body];
    default:
      return [content.caption, content.filename];
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
