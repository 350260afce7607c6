import type { Receipt } from "@/domain/outbound";
import {
  readChanges,
  type WireChange,
  type WireValue,
  wireError,
  wireReceipt,
  wireValue,
} from "@/infra/whatsapp/webhook-schema";
import { storableJson, storableText } from "@/lib/storable-text";
import { type AccountEvent, readAccountEvent, readErrorEvent } from "./account-event";
import { type Edit, type Item, type Preference, where } from "./change";
import type { InboundMessage } from "./inbound-message";
import { readEcho, readMessage, readPreference } from "./read-message";
import { readContacts } from "./read-sender";

export interface ParsedWebhook {
  /** False for signed JSON that is no webhook of WhatsApp's. */
  isRecognised: boolean;
  /** Customers' messages, and what people of the business wrote to them in the app. */
  messages: InboundMessage[];
  receipts: Receipt[];
  /** Edits and revocations of messages. */
  edits: Edit[];
  preferences: Preference[];
  /** Everything that is about no message. */
  accountEvents: AccountEvent[];
  /** What was wrong with the items that could not be read, without any of their content. */
  malformed: string[];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Fields whose values hold lists of messages and of what belongs to them. All others are about an account. */
const listFields = new Set(["messages", "smb_message_echoes", "user_preferences"]);

/** Reads every item of every entry and change. Never throws: what cannot be read is counted. */
export function parseWebhook(json: unknown): ParsedWebhook {
  const read = readChanges(json);
  const parsed: ParsedWebhook = {
    isRecognised: read !== undefined,
    messages: [],
    receipts: [],
    edits: [],
    preferences: [],
    accountEvents: [],
    malformed: Array<string>(read?.malformedCount ?? 0).fill("entry or change"),
  };
  for (const change of read?.changes ?? []) {
    if (listFields.has(change.field)) parseLists(change, parsed);
    else parsed.accountEvents.push(readAccountEvent(change));
  }
  return parsed;
}

function parseLists(change: WireChange, parsed: ParsedWebhook): void {
  const value = wireValue.safeParse(change.value).data;
  if (!value) {
    parsed.malformed.push("change without metadata.phone_number_id");
    return;
  }
  const { malformed } = parsed;
  const account = { phoneNumberId: value.metadata.phone_number_id, wabaId: change.wabaId };
  parseMessages(value, account, parsed);
  const statuses = readList(value.statuses, malformed);
  const { phoneNumberId } = account;
  parsed.receipts.push(...readAll(statuses, (item) => readReceipt(item, phoneNumberId), malformed));
  const preferences = readList(value.user_preferences, malformed);
  parsed.preferences.push(...readAll(preferences, (item) => readPreference(item, account), malformed));
  const errors = readList(value.errors, malformed);
  parsed.accountEvents.push(...readAll(errors, (item) => readError(item, change, phoneNumberId), malformed));
}

/** An error that belongs to no message (Meta, webhooks/reference/messages/errors). */
function readError(item: unknown, change: WireChange, phoneNumberId: string): Item<AccountEvent> {
  const wire = wireError.safeParse(item);
  if (!wire.success) return { problem: `error: ${where(wire.error.issues)}` };
  return { value: readErrorEvent({ ...change, value: item }, wire.data.code, phoneNumberId) };
}

function parseMessages(
  value: WireValue,
  account: { phoneNumberId: string; wabaId: string | null },
  parsed: ParsedWebhook,
): void {
  const { malformed } = parsed;
  const messages = readList(value.messages, malformed);
  const echoes = readList(value.message_echoes, malformed);
  const place = { ...account, contacts: readContacts(value.contacts, messages) };
  const echoPlace = { ...account, contacts: readContacts(value.contacts, echoes) };
  const read = [
    ...readAll(messages, (item) => readMessage(item, place), malformed),
    ...readAll(echoes, (item) => readEcho(item, echoPlace), malformed),
  ];
  for (const { message, edit } of read) {
    if (message) parsed.messages.push(message);
    if (edit) parsed.edits.push(edit);
  }
}

function readList(list: unknown, bad: string[]): unknown[] {
  if (Array.isArray(list)) return list;
  if (list !== undefined) bad.push("list that is none");
  return [];
}

/** What can be read of a list; `bad` gets what was wrong with the rest. */
function readAll<T>(items: unknown[], read: (item: unknown) => Item<T>, bad: string[]): T[] {
  return items.flatMap((item) => {
    const result = read(item);
    if ("value" in result) return [result.value];
    bad.push(result.problem);
    return [];
  });
}

function readReceipt(item: unknown, phoneNumberId: string): Item<Receipt> {
  const wire = wireReceipt.safeParse(item);
  if (!wire.success) return { problem: `status: ${where(wire.error.issues)}` };
  const { id, status, timestamp, biz_opaque_callback_data: opaque, pricing, errors } = wire.data;
  const { recipient_participant_id: member, recipient_participant_user_id: memberUserId } = wire.data;
  const error = errors?.[0];
  return {
    value: {
      phoneNumberId,
      providerMessageId: storableText(id),
      status: storableText(status),
      occurredAt: timestamp,
      opaqueId: opaque && uuid.test(opaque) ? opaque : null,
      recipients: [wire.data.recipient_id, wire.data.recipient_user_id, member, memberUserId]
        .filter((name) => name !== undefined)
        .map(storableText),
      errorCode: error ? String(error.code) : null,
      error: error ? storableText(error.title ?? error.message ?? "") : null,
      pricing: pricing ? storableJson(pricing) : null,
    },
  };
}
