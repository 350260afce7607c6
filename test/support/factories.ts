import { randomInt } from "node:crypto";
import type { z } from "zod";
import { receiveWebhook } from "@/domain/inbound";
import { type Claim, claimJobs, type Reply, sendWithIdempotency } from "@/domain/outbound";
import type { personaSchema } from "@/domain/persona";
import { prisma } from "@/infra/database/prisma";
import { newRequestId } from "@/lib/request-id";
import { row, rows } from "./own-database";
import { accountChange, envelope, textMessage, toBytes } from "./wire";

export interface OwnIntegration {
  phoneNumberId?: string;
  /** What is different from the defaults; without it the organization has none. */
  persona?: z.input<typeof personaSchema>;
}

/** A business number of its own for a test. */
export async function createIntegration(fields: OwnIntegration = {}) {
  const { phoneNumberId = String(randomInt(1e11, 1e12)), persona } = fields;
  const personas = persona && { create: { version: 1, content: persona, author: "test" } };
  const organization = await prisma().organization.create({
    data: { name: "Test business", slug: `org-${phoneNumberId}`, personas },
  });
  return await prisma().integration.create({
    data: { organizationId: organization.id, name: "Test number", phoneNumberId },
  });
}

/** A customer's number that no other test uses. */
export function newCustomer(): string {
  return `5511${randomInt(1e8, 1e9)}`;
}

/** Hands one webhook of text messages of one customer to the product. @returns the messages' ids. */
export async function customerWrites(
  phoneNumberId: string,
  from: string,
  ...texts: string[]
): Promise<string[]> {
  const messages = texts.map((text) => textMessage(from, text));
  await receive(phoneNumberId, { messages });
  return messages.map(({ id }) => id);
}

/** Hands one webhook to the product. */
export function receive(phoneNumberId: string, value: Parameters<typeof envelope>[1]) {
  return receiveWebhook(toBytes(envelope(phoneNumberId, value)), newRequestId("webhook"));
}

/** Hands one webhook about the account to the product. */
export function receiveChange(...change: Parameters<typeof accountChange>) {
  return receiveWebhook(toBytes(accountChange(...change)), newRequestId("webhook"));
}

/** Claims exactly one job. */
export async function claimOne(): Promise<Claim> {
  const [claim, ...others] = await claimJobs(10);
  if (!claim || others.length > 0)
    throw new Error(`Claimed ${others.length + (claim ? 1 : 0)} jobs instead of one`);
  return claim;
}

export function textReply(...parts: string[]): Reply {
  return { parts, handover: null, provider: null, model: null };
}

/** Sends one part of a reply that has seen everything of the turn. */
export function sendReply({ job, turn }: Claim, reply: Reply, part = 1) {
  const seen = { seenCount: turn.inboundCount, answeredJobIds: turn.waitingJobIds };
  return sendWithIdempotency({ job, turn, reply, part, ...seen, mayBeSuperseded: true });
}

export interface JobState {
  id: number;
  status: string;
  attempts: number;
  errorCode: string | null;
  coalescedIntoId: number | null;
  resends: number;
  partsSent: number;
}

/** The job of an inbound message. */
export function jobOf(wamid: string): Promise<JobState> {
  return row<JobState & Record<string, unknown>>(
    `SELECT id, status, attempts, "errorCode", "coalescedIntoId", resends, "partsSent"
     FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
    [wamid],
  );
}

export interface LedgerState {
  id: string;
  idempotencyKey: string;
  status: string;
  providerMessageId: string | null;
  settledBy: string | null;
  attempts: number;
}

/** The sends of a job, oldest first. */
export function sendsOf(jobId: number): Promise<LedgerState[]> {
  return rows<LedgerState & Record<string, unknown>>(
    `SELECT id, "idempotencyKey", status, "providerMessageId", "settledBy", attempts
     FROM "OutboundMessageLog" WHERE "jobId" = $1 ORDER BY "startedAt", id`,
    [jobId],
  );
}

/** What the bot has written to a customer, oldest first. */
export function repliesTo(from: string) {
  return rows<{ body: string; status: string; possibleDuplicate: boolean }>(
    `SELECT m.body, m.status, m."possibleDuplicate" FROM "Message" m
     JOIN "Conversation" c ON c.id = m."conversationId" JOIN "Contact" p ON p.id = c."contactId"
     WHERE p.phone = $1 AND m.direction = 'OUTBOUND' ORDER BY m.id`,
    [from],
  );
}

/** Makes a lease run out without waiting for it. */
export async function expireLease(jobId: number): Promise<void> {
  await rows(`UPDATE "OutboundJob" SET "leaseUntil" = now() - interval '1 second' WHERE id = $1`, [jobId]);
}

/** Ends every job and delivery that a test has left open and lets every number send, so that the next one finds an empty queue. */
export async function emptyQueue(): Promise<void> {
  await rows(`UPDATE "OutboundJob" SET status = 'cancelled', "completedAt" = now(), "leaseToken" = NULL,
    "leaseUntil" = NULL, "uncertainAt" = NULL, "heldAt" = NULL WHERE status IN ('queued', 'running', 'uncertain')`);
  await rows(
    `UPDATE "Integration" SET status = 'ACTIVE', "stoppedAt" = NULL, "pausedUntil" = NULL, "pauseCount" = 0`,
  );
  await rows(`UPDATE "Conversation" SET "pairFullAt" = NULL, "pairRefusals" = 0`);
  await rows(`DELETE FROM webhook_delivery_log WHERE status IN ('parked', 'unrouted')`);
}

/** What the AI calls of a job have cost. */
export function aiUsageOf(jobId: number) {
  return rows(
    `SELECT provider, "errorCode", "outputTokens" > 0 AS "hasTokens" FROM "AiUsage" WHERE "jobId" = $1 ORDER BY id`,
    [jobId],
  );
}

/** Who speaks in the conversation of an inbound message, and what people were told about it. */
export function conversationOf(wamid: string) {
  return row<{ mode: string; handoverReason: string | null; notifications: string[] }>(
    `SELECT c.mode, c."handoverReason",
       ARRAY(SELECT n.kind FROM "Notification" n WHERE n."conversationId" = c.id ORDER BY n.id) AS notifications
     FROM "Conversation" c JOIN "OutboundJob" j ON j."conversationId" = c.id WHERE j."inboundProviderMessageId" = $1`,
    [wamid],
  );
}
