// A message as the model reads it: marks in square brackets for what is no text, then what the customer wrote. The marks are
// ours and in English; the words are the customer's, and data.

import type { HistoryMessage } from "@/domain/outbound";

/** What is used of Message.content (src/domain/inbound/message-content.ts); anything in it may be missing. */
interface Content {
  kind?: string;
  media?: { kind?: string; filename?: string };
  unsupportedType?: string;
  forwarded?: string;
  product?: { retailerId?: string };
  referral?: { headline?: string; sourceUrl?: string };
  sender?: { name?: string; phone?: string };
}

/** A quote only reminds of what it quotes. */
const QUOTE_MAX = 200;

const UNREADABLE = "a message of a kind that cannot be read here";

/** By the kind of the content, else by the type. */
const names: Record<string, string> = {
  voice: "voice note",
  contacts: "contact card",
  button_reply: "tapped button",
  template_button: "tapped button",
  button: "tapped button",
  list_reply: "chose from the list",
  interactive: "tapped",
  flow_reply: "filled-in form",
  address_reply: "address",
  call_permission_reply: "call permission",
  system: "notice of WhatsApp",
  request_welcome: "opened the chat for the first time",
  edit: "edited an earlier message",
  unsupported: UNREADABLE,
};

/** Changes of other messages that Meta does not show us (Meta, webhooks/reference/messages/unsupported). */
const changes = new Set(["edit", "keep_in_chat", "pin", "poll_update", "reaction"]);

/** What takes effect on another message says nothing by itself. */
export function saysNothing({ type, body }: Pick<HistoryMessage, "type" | "body">): boolean {
  return type === "revoke" || (type === "edit" && !body);
}

/** What is used of a message: what is shown in a thread has it as well. */
export type DescribedMessage = Omit<HistoryMessage, "at" | "assetId" | "transcript">;

export function describeMessage(message: DescribedMessage): string {
  const { body, isRevoked, direction } = message;
  if (isRevoked) return direction === "INBOUND" ? "[deleted by the customer]" : "[deleted]";
  const content = readContent(message.content);
  const own = direction === "INBOUND" ? ownMarks(message, content) : ourMarks(message, content);
  const marks = [...sideMarks(message, direction === "INBOUND" ? content : {}), ...own];
  const words = body ? [body] : [];
  return [...marks.map((mark) => `[${mark}]`), ...words].join(" ");
}

function readContent(content: unknown): Content {
  return typeof content === "object" && content !== null ? content : {};
}

function ownMarks(message: DescribedMessage, { kind, media, unsupportedType }: Content): string[] {
  const { type, body, quoted, durationMs } = message;
  if (type === "text") return [];
  if (type === "reaction") {
    if (!body) return ["took a reaction back"];
    return [quoted ? `reaction to: ${inQuotes(quoted)}` : "reaction"];
  }
  if (kind === "unsupported")
    return [
      unsupportedType && changes.has(unsupportedType) ? "a change that cannot be seen here" : UNREADABLE,
    ];
  const name = names[media?.kind ?? kind ?? type] ?? media?.kind ?? names[type] ?? type;
  if (media?.filename && media.filename !== body) return [`${name}: ${oneLine(media.filename)}`];
  return [durationMs === null ? name : `${name}, ${clock(durationMs)}`];
}

/** What we have sent is in the shape of what we send (outbound's parts), or in the customers' when it came from the phone. */
function ourMarks({ type }: DescribedMessage, { media }: Content): string[] {
  if (type === "text") return [];
  return [media?.kind === "voice" ? "voice note" : type];
}

function sideMarks({ type, quoted, isEdited }: DescribedMessage, content: Content): string[] {
  const { referral, forwarded, product, sender } = content;
  const ad = referral?.headline ?? referral?.sourceUrl;
  return [
    sender && `from ${oneLine(sender.name ?? sender.phone ?? "somebody in the group")}`,
    referral && (ad ? `came from the ad ${inQuotes(ad)}` : "came from an ad"),
    product && `about the product ${oneLine(product.retailerId ?? "of the catalogue")}`,
    forwarded && "forwarded",
    quoted && type !== "reaction" && type !== "edit" && `reply to: ${inQuotes(quoted)}`,
    isEdited && "edited",
  ].filter((mark) => typeof mark === "string");
}

function inQuotes(text: string): string {
  const characters = [...oneLine(text)];
  const cut =
    characters.length > QUOTE_MAX ? `${characters.slice(0, QUOTE_MAX).join("")}…` : characters.join("");
  return `"${cut}"`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function clock(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
