import { inOrganization } from "@/infra/database/in-organization";
import { logFailure } from "@/infra/database/log-failure";
import { run } from "@/infra/database/statement";
import { isAppError } from "@/lib/errors";
import { readOwnNumbers } from "./own-entries";
import { replayDelivery } from "./replay-deliveries";
import { findDelivery } from "./stored-deliveries";

interface MadeMessage {
  providerMessageId: string;
  messageId: number;
  conversationId: number;
  jobId: number | null;
  jobStatus: string | null;
}

interface MadeReceipt {
  providerMessageId: string;
  status: string;
  receiptId: number;
  appliedAt: Date | null;
  messageId: number | null;
  conversationId: number | null;
}

const messagesStatement = {
  name: "delivery_messages",
  text: `
  SELECT m."providerMessageId", m.id AS "messageId", m."conversationId", j.id AS "jobId", j.status::text AS "jobStatus"
  FROM "Message" m LEFT JOIN "OutboundJob" j ON j."inboundMessageId" = m.id AND j."retryOfId" IS NULL
  WHERE m."organizationId" = $1 AND m."providerMessageId" = ANY ($2)`,
};

const receiptsStatement = {
  name: "delivery_receipts",
  text: `
  SELECT r."providerMessageId", r.status, r.id AS "receiptId", r."appliedAt", m.id AS "messageId", m."conversationId"
  FROM "ReceiptEvent" r
  LEFT JOIN "Message" m ON m."providerMessageId" = r."providerMessageId" AND m."organizationId" = r."organizationId"
  WHERE r."organizationId" = $1 AND r."providerMessageId" = ANY ($2)`,
};

/** One webhook: what of it is an organization's, how it is read, and what became of it. @throws NOT_FOUND. */
export async function showDelivery(organizationId: string, id: string) {
  const { summary, own, parsed } = await findDelivery(organizationId, id);
  const messageIds = parsed.messages.map(({ providerMessageId }) => providerMessageId);
  const receiptIds = parsed.receipts.map(({ providerMessageId }) => providerMessageId);
  const [messages, receipts] = await inOrganization(organizationId, async (ask) => [
    await ask<MadeMessage & Record<string, unknown>>(messagesStatement, [organizationId, messageIds]),
    await ask<MadeReceipt & Record<string, unknown>>(receiptsStatement, [organizationId, receiptIds]),
  ]);
  return {
    delivery: summary,
    raw: JSON.stringify(own.json, null, 2),
    hiddenEntries: own.hiddenEntries,
    messages: parsed.messages.map(({ providerMessageId, type, phone, userId, sentAt }) => ({
      providerMessageId,
      type,
      from: phone ?? userId,
      sentAt,
      made: messages.find((made) => made.providerMessageId === providerMessageId) ?? null,
    })),
    receipts: parsed.receipts.map(({ providerMessageId, status, occurredAt, errorCode }) => ({
      providerMessageId,
      status,
      occurredAt,
      errorCode,
      made:
        receipts.find((made) => made.providerMessageId === providerMessageId && made.status === status) ??
        null,
    })),
    events: parsed.accountEvents.map(({ field, event, severity }) => ({ field, event, severity })),
    malformed: parsed.malformed,
  };
}

export interface ReplayResult {
  isTakenIn: boolean;
  newMessages: number;
  knownMessages: number;
  receipts: number;
  problem: string | null;
}

const auditStatement = {
  name: "delivery_replayed",
  text: `
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
  VALUES ($1, $2, 'delivery_replayed', 'WebhookDelivery', $3, jsonb_build_object('isTakenIn', $4::boolean))`,
};

interface Replay {
  organizationId: string;
  id: string;
  actor: string;
}

/**
 * Plays a webhook of an organization's again. One that still cannot be taken in stays parked, and is told with why.
 * @throws NOT_FOUND, DATABASE_UNAVAILABLE.
 */
export async function replayOwnDelivery({ organizationId, id, actor }: Replay): Promise<ReplayResult> {
  const { parsed } = await findDelivery(organizationId, id);
  const receipts = parsed.receipts.length;
  const result = await tryReplay(organizationId, id, receipts);
  await run(auditStatement, [organizationId, actor, id, result.isTakenIn]);
  return result;
}

async function tryReplay(organizationId: string, id: string, receipts: number): Promise<ReplayResult> {
  try {
    const { messages } = await replayDelivery(id);
    const { phoneNumberIds } = await readOwnNumbers(organizationId);
    const own = messages.filter(({ phoneNumberId }) => phoneNumberIds.includes(phoneNumberId));
    const newMessages = own.filter(({ isNew }) => isNew).length;
    const knownMessages = own.length - newMessages;
    return { isTakenIn: true, newMessages, knownMessages, receipts, problem: null };
  } catch (error) {
    if (isAppError(error) && error.code === "DATABASE_UNAVAILABLE") throw error;
    logFailure("[WEBHOOK] Delivery still cannot be taken in", error, { deliveryId: id });
    // What is stored as the reason is without any content of messages.
    const { summary } = await findDelivery(organizationId, id);
    return { isTakenIn: false, newMessages: 0, knownMessages: 0, receipts, problem: summary.error };
  }
}
