import { randomUUID } from "node:crypto";
import { AppError, describeError } from "@/lib/errors";
import { elapsedSince, log } from "@/lib/logger";
import type { IngestedMessage } from "./ingest";
import { type StoredDelivery, storeDelivery } from "./store-delivery";

export interface ReceivedWebhook {
  /** Distinct messages that were new. */
  accepted: number;
  duplicates: number;
  receipts: number;
  malformed: number;
  /** Messages for business numbers that are not ours; kept, and taken in once they are. */
  unrouted: number;
  isRecognised: boolean;
  /** The first message that waits for an answer now; null when none does, and nobody need be woken. */
  inboundMessageId: number | null;
  /** Whether there are files to download. */
  hasFiles: boolean;
}

/**
 * Makes everything in a verified webhook durable. It returns only after the commit: then, and not before, Meta may be
 * told that it has arrived. @throws INVALID_JSON; see storeDelivery for the rest.
 */
export async function receiveWebhook(rawBody: Uint8Array, requestId: string): Promise<ReceivedWebhook> {
  const startedAt = performance.now();
  log("info", "[WEBHOOK] INBOUND-ENTRY", { requestId });
  const json = parseBody(rawBody);
  const stored = await storeDelivery({ id: randomUUID(), requestId, rawBody, json });
  logStored(stored, requestId, elapsedSince(startedAt));
  const routed = stored.messages.filter(({ isRouted }) => isRouted);
  return {
    accepted: routed.filter(({ wasDuplicate }) => !wasDuplicate).length,
    duplicates: routed.filter(({ wasDuplicate }) => wasDuplicate).length,
    receipts: stored.receiptCount,
    malformed: stored.malformedCount,
    unrouted: stored.messages.length - routed.length,
    isRecognised: stored.isRecognised,
    // Also when it was taken in before: its process may have died between the commit and the kick.
    inboundMessageId: routed.find(({ jobStatus }) => jobStatus === "queued")?.inboundMessageId ?? null,
    hasFiles: stored.hasFiles,
  };
}

/** Bytes that are no UTF-8 are no JSON either (RFC 8259, 8.1). */
export function parseBody(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(rawBody));
  } catch (cause) {
    const publicMessage = "The body is not JSON.";
    throw new AppError("INVALID_JSON", describeError(cause), { publicMessage });
  }
}

function logStored(stored: StoredDelivery, requestId: string, elapsed: string): void {
  for (const message of stored.messages) logMessage(message, requestId, elapsed);
  if (stored.receiptCount > 0)
    log("info", "[WEBHOOK] Receipts stored", { requestId, count: stored.receiptCount, elapsed });
  if (stored.malformedCount > 0) {
    log("warn", "[WEBHOOK] Malformed items kept with the raw delivery", {
      requestId,
      count: stored.malformedCount,
    });
  }
  if (!stored.isRecognised) log("warn", "[WEBHOOK] Not a WhatsApp webhook, kept", { requestId });
}

function logMessage(message: IngestedMessage, requestId: string, elapsed: string): void {
  const { jobId, conversationId, inboundMessageId, wasDuplicate, wamid, jobStatus } = message;
  if (!message.isRouted) {
    log("warn", "[WEBHOOK] Message for an unknown number kept", {
      requestId,
      inboundProviderMessageId: wamid,
    });
    return;
  }
  if (jobId === null) {
    log("info", "[WEBHOOK] Message stored, nothing to answer", { requestId, wasDuplicate, elapsed });
    return;
  }
  log("info", "[WEBHOOK] Job enqueued", {
    requestId,
    jobId,
    wasDuplicate,
    elapsed,
    status: jobStatus ?? undefined,
    conversationId: conversationId ?? undefined,
    inboundMessageId: inboundMessageId ?? undefined,
    inboundProviderMessageId: wamid,
  });
}
