// Storing one webhook so that nothing valid in it is lost, whatever else is wrong with it or with the database.

import { readDatabaseError, toAppError } from "@/infra/database/database-error";
import { logFailure } from "@/infra/database/log-failure";
import { describeError } from "@/lib/errors";
import { faultPoint } from "@/lib/fault-point";
import { applyChanges, applyWhatCanBe } from "./apply-changes";
import { countUnsupported } from "./count-unsupported";
import { type Delivery, type IngestedMessage, ingest } from "./ingest";
import { parkDelivery } from "./park-delivery";
import { parseWebhook } from "./parse-webhook";
import { settleIdentities } from "./settle-identities";

export interface StoredDelivery {
  messages: IngestedMessage[];
  receiptCount: number;
  malformedCount: number;
  isRecognised: boolean;
  /** Whether there are files to download. */
  hasFiles: boolean;
}

export interface RawDelivery {
  id: string;
  requestId: string;
  rawBody: Uint8Array;
  json: unknown;
}

/**
 * Takes a webhook in. When the full write fails although the database answers, the raw bytes are parked.
 * @throws DATABASE_UNAVAILABLE when nothing could be stored; DB_MISMATCH or what the database said when it is parked.
 */
export async function storeDelivery({ json, ...raw }: RawDelivery): Promise<StoredDelivery> {
  const parsed = parseWebhook(json);
  const { isRecognised, messages, receipts, malformed } = parsed;
  const error = malformed.length > 0 ? malformed.slice(0, 20).join("; ") : null;
  const status = isRecognised ? "ingested" : "unrecognised";
  const hasFiles = messages.some(({ media }) => media !== null);
  const counts = { receiptCount: receipts.length, malformedCount: malformed.length, isRecognised, hasFiles };
  try {
    faultPoint("ingest.received");
    const stored = await ingest({ ...raw, status, error, messages, receipts });
    await settleIdentities(messages, stored);
    await applyChanges(raw.id, parsed);
    faultPoint("ingest.stored");
    countUnsupported(messages, stored);
    return { messages: stored, ...counts };
  } catch (thrown) {
    const found = readDatabaseError(thrown);
    if (found?.kind === "unavailable") throw toAppError(thrown);
    const reason = describeError(thrown);
    faultPoint("park.before");
    await parkDelivery(raw, reason);
    faultPoint("park.after");
    // The good items are not to wait for the mend of a bad one; a schema that lacks a column fails for all of them.
    if (found?.kind !== "mismatch") {
      await ingestWhatCanBe({ ...raw, status: "parked", error: reason, messages, receipts });
      await applyWhatCanBe(raw.requestId, parsed);
    }
    throw toAppError(thrown);
  }
}

/** Halves a delivery until the item that cannot be stored is alone. The parked raw bytes keep that one. */
async function ingestWhatCanBe(delivery: Delivery): Promise<void> {
  for (const half of halves(delivery)) {
    try {
      await ingest(half);
    } catch (thrown) {
      if (half.messages.length + half.receipts.length > 1) await ingestWhatCanBe(half);
      else logFailure("[WEBHOOK] Item cannot be stored", thrown, { requestId: delivery.requestId });
    }
  }
}

function halves(delivery: Delivery): Delivery[] {
  const items = delivery.messages.length + delivery.receipts.length;
  if (items <= 1) return [];
  const middle = Math.ceil(items / 2);
  const messagesBefore = Math.min(middle, delivery.messages.length);
  const receiptsBefore = middle - messagesBefore;
  return [
    {
      ...delivery,
      messages: delivery.messages.slice(0, messagesBefore),
      receipts: delivery.receipts.slice(0, receiptsBefore),
    },
    {
      ...delivery,
      messages: delivery.messages.slice(messagesBefore),
      receipts: delivery.receipts.slice(receiptsBefore),
    },
  ];
}
