// Making webhooks durable. Deliveries that arrive while others are being written share a statement and a commit; each
// caller waits for the commit that holds its own.

import type { Receipt } from "@/domain/outbound";
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
  ]);
  const stored = new Map(rows.map((row) => [keyOf(row), row]));
  const claimed = new Set<string>();
  return deliveries.map(({ messages }) =>
    distinct(messages.map(toKey)).map((key) => withDuplicate(stored, claimed, key)),
  );
}

/** The first delivery of the batch that holds a message has brought it; the others repeat it. */
function withDuplicate(stored: Map<string, IngestedRow>, claimed: Set<string>, key: string): IngestedMessage {
  const row = stored.get(key) as IngestedRow;
  const wasDuplicate = !row.isNew || claimed.has(key);
  claimed.add(key);
  return { ...row, wasDuplicate };
}

function toRow({ providerMessageId, ...message }: InboundMessage, requestId: string) {
  const hashes = hashesOf([message.phone, message.userId]);
  return { ...message, wamid: providerMessageId, requestId, senderHashes: hashes };
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
