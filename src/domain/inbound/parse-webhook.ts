import type { Receipt } from "@/domain/outbound";
import {
  readChanges,
  type WireContact,
  type WireMessage,
  wireContact,
  wireMessage,
  wireReceipt,
  wireSender,
  wireValue,
} from "@/infra/whatsapp/webhook-schema";
import { storableJson, storableText } from "@/lib/storable-text";
import { asksForAnswer, type InboundMessage, knownType, readBody } from "./inbound-message";

export interface ParsedWebhook {
  /** False for signed JSON that is no webhook of WhatsApp's. */
  isRecognised: boolean;
  messages: InboundMessage[];
  receipts: Receipt[];
  /** What was wrong with the items that could not be read, without any of their content. */
  malformed: string[];
}

type Item<T> = { value: T } | { problem: string };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads every message and receipt of every entry and change. Never throws: what cannot be read is counted. */
export function parseWebhook(json: unknown): ParsedWebhook {
  const changes = readChanges(json);
  const parsed: ParsedWebhook = {
    isRecognised: changes !== undefined,
    messages: [],
    receipts: [],
    malformed: [],
  };
  parsed.malformed.push(...Array<string>(changes?.malformedCount ?? 0).fill("entry or change"));
  for (const change of changes?.values ?? []) {
    const value = wireValue.safeParse(change);
    if (!value.success) {
      parsed.malformed.push("change without metadata.phone_number_id");
      continue;
    }
    const { metadata, contacts = [] } = value.data;
    const phoneNumberId = metadata.phone_number_id;
    const messages = readList(value.data.messages, parsed.malformed);
    const statuses = readList(value.data.statuses, parsed.malformed);
    const people = contacts.map((contact) => wireContact.safeParse(contact).data ?? {});
    const isOneSender = new Set(messages.map(senderOf)).size === 1;
    const read = (item: unknown) => readMessage(item, phoneNumberId, { people, isOneSender });
    sort(messages, read, parsed.messages, parsed.malformed);
    sort(statuses, (item) => readReceipt(item, phoneNumberId), parsed.receipts, parsed.malformed);
  }
  return parsed;
}

function readList(list: unknown, bad: string[]): unknown[] {
  if (Array.isArray(list)) return list;
  if (list !== undefined) bad.push("list that is none");
  return [];
}

// biome-ignore lint/complexity/useMaxParams: two lists in, two lists out.
function sort<T>(items: unknown[], read: (item: unknown) => Item<T>, good: T[], bad: string[]): void {
  for (const item of items) {
    const result = read(item);
    if ("value" in result) good.push(result.value);
    else bad.push(result.problem);
  }
}

/** Who is in the `contacts` of a change, and whether all its messages are of one sender. */
interface Contacts {
  people: WireContact[];
  isOneSender: boolean;
}

function readMessage(item: unknown, phoneNumberId: string, contacts: Contacts): Item<InboundMessage> {
  const wire = wireMessage.safeParse(item);
  if (!wire.success) return { problem: `message: ${where(wire.error.issues)}` };
  const message = wire.data;
  const person = findSender(message, contacts);
  const phone = message.from ?? person?.wa_id ?? null;
  const userId = message.from_user_id ?? person?.user_id ?? null;
  if (!phone && !userId) return { problem: "message: no sender" };
  return {
    value: {
      phoneNumberId,
      wabaId: null,
      parentUserId: null,
      groupId: null,
      content: null,
      quotedProviderMessageId: null,
      media: null,
      consent: null,
      identityChange: null,
      opensWindow: asksForAnswer(message),
      providerMessageId: storableText(message.id),
      phone: phone && storableText(phone),
      userId: userId && storableText(userId),
      profileName: person?.profile?.name ? storableText(person.profile.name) : null,
      username: person?.profile?.username ? storableText(person.profile.username) : null,
      type: knownType(message.type),
      body: readBody(message),
      sentAt: message.timestamp,
      asksForAnswer: asksForAnswer(message),
      payload: storableJson(item),
    },
  };
}

type Sender = Pick<WireMessage, "from" | "from_user_id">;

/**
 * The contact who sent a message. Meta may spell a number differently in the two places (Brazil's ninth digit), so the
 * only contact of a change is taken for the only sender, unless their user ids say that they are two people.
 */
function findSender(message: Sender, { people, isOneSender }: Contacts): WireContact | undefined {
  const named = people.find((contact) => isSender(contact, message));
  if (named) return named;
  const [only, ...others] = people;
  const isContradicted = only?.user_id && message.from_user_id && only.user_id !== message.from_user_id;
  return isOneSender && others.length === 0 && !isContradicted ? only : undefined;
}

function isSender(contact: WireContact, message: Sender): boolean {
  if (message.from !== undefined && contact.wa_id === message.from) return true;
  return message.from_user_id !== undefined && contact.user_id === message.from_user_id;
}

/** Something that tells senders apart, whatever else is wrong with the message. */
function senderOf(item: unknown): string {
  const { from, from_user_id: userId } = wireSender.safeParse(item).data ?? {};
  return `${from} ${userId}`;
}

function readReceipt(item: unknown, phoneNumberId: string): Item<Receipt> {
  const wire = wireReceipt.safeParse(item);
  if (!wire.success) return { problem: `status: ${where(wire.error.issues)}` };
  const { id, status, timestamp, biz_opaque_callback_data: opaque, pricing, errors } = wire.data;
  const error = errors?.[0];
  return {
    value: {
      phoneNumberId,
      providerMessageId: storableText(id),
      status: storableText(status),
      occurredAt: timestamp,
      opaqueId: opaque && uuid.test(opaque) ? opaque : null,
      recipients: [wire.data.recipient_id, wire.data.recipient_user_id]
        .filter((name) => name !== undefined)
        .map(storableText),
      errorCode: error ? String(error.code) : null,
      error: error ? storableText(error.title ?? error.message ?? "") : null,
      pricing: pricing ? storableJson(pricing) : null,
    },
  };
}

/** Names the fields, never their values. */
function where(issues: { path: PropertyKey[]; code?: string }[]): string {
  return issues.map(({ path, code }) => `${path.join(".") || "item"} ${code}`).join(", ");
}
