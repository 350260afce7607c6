// One message of a webhook, in our words.

import {
  readWireEcho,
  readWireMessage,
  type WireMessage,
  wirePreference,
} from "@/infra/whatsapp/webhook-schema";
import { storableJson, storableText } from "@/lib/storable-text";
import { type Edit, type Item, type Preference, where } from "./change";
import { readConsent } from "./consent-words";
import { asksForAnswer, type InboundMessage, knownType, opensWindow } from "./inbound-message";
import { readContent, readEdited } from "./read-content";
import {
  type Contacts,
  findPerson,
  type Names,
  readIdentityChange,
  readSender,
  toNames,
} from "./read-sender";

interface Place {
  phoneNumberId: string;
  wabaId: string | null;
  contacts: Contacts;
}

/** What one item of a list of messages is: something to store, something to do to an earlier message, or both. */
interface ReadMessage {
  message: InboundMessage | null;
  edit: Edit | null;
}

export function readMessage(item: unknown, place: Place): Item<ReadMessage> {
  const wire = readWireMessage(item);
  if (!wire.success) return { problem: `message: ${where(wire.error.issues)}` };
  const message = wire.data;
  const names = readSender(message, place.contacts);
  if (!names) return { problem: "message: no sender" };
  const read = toInbound(message, names, place);
  read.payload = storableJson(item);
  if (message.group_id === undefined) read.consent = consentOf(message);
  read.identityChange = readIdentityChange(message);
  read.opensWindow = opensWindow(message);
  read.asksForAnswer = asksForAnswer(message);
  return { value: { message: read, edit: readEdit(message, place.phoneNumberId, "INBOUND") } };
}

/** Whoever the business wrote to takes the place of the sender: it is their conversation. */
export function readEcho(item: unknown, place: Place): Item<ReadMessage> {
  const wire = readWireEcho(item);
  if (!wire.success) return { problem: `echo: ${where(wire.error.issues)}` };
  const echo = wire.data;
  const edit = readEdit(echo, place.phoneNumberId, "OUTBOUND");
  if (echo.type === "edit" || echo.type === "revoke") return { value: { message: null, edit } };
  const given = { phone: echo.to, userId: echo.to_user_id, parentUserId: echo.to_parent_user_id };
  const names = toNames(given, findPerson(given, place.contacts));
  if (!names) return { problem: "echo: no recipient" };
  const message = toInbound(echo, names, place);
  message.payload = storableJson(item);
  message.origin = "PHONE";
  return { value: { message, edit } };
}

/** Written out: this is done for every message, and spreading objects takes longer than reading them. */
function toInbound(message: WireMessage, names: Names, place: Place): InboundMessage {
  const { group_id: groupId } = message;
  const { content, body, media } = readContent(message, groupId === undefined ? undefined : toSender(names));
  return {
    phoneNumberId: place.phoneNumberId,
    wabaId: place.wabaId && storableText(place.wabaId),
    providerMessageId: storableText(message.id),
    phone: names.phone,
    waId: names.waId,
    userId: names.userId,
    parentUserId: names.parentUserId,
    groupId: groupId ? storableText(groupId) : null,
    profileName: names.profileName,
    username: names.username,
    type: knownType(message.type),
    body,
    sentAt: message.timestamp,
    content,
    quotedProviderMessageId: quotedIn(message),
    media,
    consent: null,
    identityChange: null,
    origin: null,
    opensWindow: false,
    asksForAnswer: false,
    payload: null,
  };
}

function toSender({ phone, userId, profileName }: Names) {
  return { phone: phone ?? undefined, userId: userId ?? undefined, name: profileName ?? undefined };
}

function quotedIn({ context, reaction, edit, revoke }: WireMessage): string | null {
  const id = context?.id ?? reaction?.message_id ?? (edit ?? revoke)?.original_message_id;
  return id ? storableText(id) : null;
}

/** Only what the customer says themselves: typed, or tapped. */
function consentOf({ type, text, button, interactive }: WireMessage): "stop" | "start" | null {
  if (type === "text") return readConsent(text?.body);
  if (type === "button") return readConsent(button?.text) ?? readConsent(button?.payload);
  if (type !== "interactive") return null;
  const { title, id } = interactive?.button_reply ?? interactive?.list_reply ?? {};
  return readConsent(title) ?? readConsent(id);
}

/** What a message does to an earlier one; null for every other message. */
function readEdit(message: WireMessage, phoneNumberId: string, direction: Edit["direction"]): Edit | null {
  const { type, edit, revoke } = message;
  const common = {
    direction,
    phoneNumberId,
    providerMessageId: storableText(message.id),
    at: message.timestamp,
  };
  // Where the new words are not told, the notice is kept and changes nothing.
  if (type === "edit" && edit?.original_message_id && edit.message) {
    const originalMessageId = storableText(edit.original_message_id);
    return { ...common, kind: "edit", originalMessageId, ...readEdited(edit.message) };
  }
  if (type === "revoke" && revoke?.original_message_id) {
    const originalMessageId = storableText(revoke.original_message_id);
    return { ...common, kind: "revoke", originalMessageId, body: null, content: null };
  }
  return null;
}

export function readPreference(
  item: unknown,
  { phoneNumberId, wabaId }: Omit<Place, "contacts">,
): Item<Preference> {
  const wire = wirePreference.safeParse(item);
  if (!wire.success) return { problem: `preference: ${where(wire.error.issues)}` };
  const { wa_id: phone, user_id: userId, parent_user_id: parent, category, value, timestamp } = wire.data;
  if (!phone && !userId) return { problem: "preference: no customer" };
  if (category !== "marketing_messages" || (value !== "stop" && value !== "resume"))
    return { problem: "preference: unknown category or value" };
  return {
    value: {
      phoneNumberId,
      wabaId: wabaId && storableText(wabaId),
      phone: phone ? storableText(phone) : null,
      userId: userId ? storableText(userId) : null,
      parentUserId: parent ? storableText(parent) : null,
      marketing: value,
      at: timestamp,
    },
  };
}
