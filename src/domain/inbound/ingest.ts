// Making webhooks durable. Deliveries that arrive while others are being written share a statement and a commit; each
// caller waits for the commit that holds its own.

import { phoneKey, plainNumber } from "@/domain/contacts";
import type { Receipt, Reply } from "@/domain/outbound";
import { isDatabaseAway } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { joinCalls } from "@/lib/join-calls";
import { oncePerProcess } from "@/lib/once-per-process";
import { senderHashes } from "@/lib/sender-hash";
import type { InboundMessage } from "./inbound-message";
import { type IngestedRow, ingestStatement } from "./ingest-sql";

export interface Delivery {
  id: string;
  requestId: string;
  rawBody: Uint8Array;
  /** `parked`: only part of it is being stored, and all of it is to be played again. */
  status: "ingested" | "unrecognised" | "parked";
  /** What could not be read or stored. */
  error: string | null;
  messages: InboundMessage[];
  receipts: Receipt[];
}

export interface IngestedMessage extends IngestedRow {
  wasDuplicate: boolean;
}

/** Items (deliveries, messages and receipts) that one statement takes; about one full webhook of Meta's. */
const ITEMS_MAX = 1_000;
/** Two commits overlap: while one waits for the disk the next is being put together. */
const FLUSHES_MAX = 2;

/** Stores a delivery with everything in it. @returns its distinct messages. */
export function ingest(delivery: Delivery): Promise<IngestedMessage[]> {
  return oncePerProcess("ingest", () =>
    joinCalls<Delivery, IngestedMessage[]>({
      flush: ingestDeliveries,
      sizeMax: ITEMS_MAX,
      flushesMax: FLUSHES_MAX,
      concernsAll: isDatabaseAway,
      weigh: ({ messages, receipts }) => 1 + messages.length + receipts.length,
    }),
  )(delivery);
}

async function ingestDeliveries(deliveries: Delivery[]): Promise<IngestedMessage[][]> {
  const rows = await run<IngestedRow>(ingestStatement, [
    JSON.stringify(
      deliveries.map(({ id, requestId, status, error }, at) => ({
        position: at + 1,
        id,
        requestId,
        status,
        error,
      })),
    ),
    deliveries.map(({ rawBody }) => Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength)),
    JSON.stringify(
      deliveries
        .flatMap(({ messages, requestId }) => messages.map((message) => toRow(message, requestId)))
        .map(withPosition),
    ),
    JSON.stringify(
      deliveries.flatMap(({ receipts, requestId }) =>
        receipts.map((receipt) => toReceiptRow(receipt, requestId)),
      ),
    ),
    env().REPLY_DEBOUNCE_MS,
    JSON.stringify(consentReplies()),
  ]);
  const stored = new Map(rows.map((row) => [keyOf(row), row]));
  const claimed = new Set<string>();
  return deliveries.map(({ messages }) =>
    distinct(messages.map(toKey)).map((key) => withDuplicate(stored, claimed, key)),
  );
}

/** The one answer to STOP and to START; see outbound's Reply. */
function consentReplies(): Record<"OPT_OUT" | "OPT_IN", Reply> {
  const reply = (text: string) => ({ parts: [text], handover: null, provider: null, model: null });
  const { OPT_OUT_MESSAGE, OPT_IN_MESSAGE } = env();
  return { OPT_OUT: reply(OPT_OUT_MESSAGE), OPT_IN: reply(OPT_IN_MESSAGE) };
}

/** The first delivery of the batch that holds a message has brought it; the others repeat it. */
function withDuplicate(stored: Map<string, IngestedRow>, claimed: Set<string>, key: string): IngestedMessage {
  const row = stored.get(key) as IngestedRow;
  const wasDuplicate = !row.isNew || claimed.has(key);
  claimed.add(key);
  return { ...row, wasDuplicate };
}

function toRow({ providerMessageId, media, ...message }: InboundMessage, requestId: string) {
  const { phone, userId } = message;
  const senderHashes = hashesOf([phone, phone && plainNumber(phone), userId]);
  const names = message.groupId === null ? namesOf(message) : namesOfGroup;
  const file = media && { ...media, sha256: media.sha256 && toHex(media.sha256) };
  return { ...message, ...names, media: file, wamid: providerMessageId, requestId, senderHashes };
}

function namesOf({ phone, waId }: Pick<InboundMessage, "phone" | "waId">) {
  const keys = { phoneKey: phone && phoneKey(phone), waKey: waId && phoneKey(waId) };
  return keys.waKey === keys.phoneKey ? { ...keys, waKey: null } : keys;
}

/** The thread is the group's; who wrote in it is in the message's content. */
const namesOfGroup = {
  phone: null,
  phoneKey: null,
  waId: null,
  waKey: null,
  userId: null,
  parentUserId: null,
  profileName: null,
  username: null,
};

/** Meta tells hashes of files in base64. */
function toHex(base64: string): string {
  return Buffer.from(base64, "base64").toString("hex");
}

function toReceiptRow({ recipients, ...receipt }: Receipt, requestId: string) {
  return { ...receipt, requestId, recipientHashes: hashesOf(recipients) };
}

function hashesOf(names: (string | null)[]): string[] {
  const { SESSION_SECRET, SESSION_SECRET_PREVIOUS } = env();
  return senderHashes(names, [SESSION_SECRET, SESSION_SECRET_PREVIOUS]);
}

function withPosition<T>(row: T, position: number): T & { position: number } {
  return { ...row, position };
}

function toKey({ phoneNumberId, providerMessageId }: InboundMessage): string {
  return keyOf({ phoneNumberId, wamid: providerMessageId });
}

function keyOf({ phoneNumberId, wamid }: { phoneNumberId: string; wamid: string }): string {
  return `${phoneNumberId}:${wamid}`;
}

function distinct(keys: string[]): string[] {
  return [...new Set(keys)];
}
