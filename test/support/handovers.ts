import { endClaim, type Handover } from "@/domain/outbound";
import { claimOne, customerWrites, newCustomer, sendReply, textReply } from "./factories";
import { row, rows } from "./own-database";

export const handover: Handover = {
  reason: "Asks for a person",
  summary: "Wants a refund.\nPaid on Monday.",
};

/** A customer whom the bot has told that a person takes over. */
export async function handedOver(phoneNumberId: string) {
  const from = newCustomer();
  await customerWrites(phoneNumberId, from, "I want to talk to somebody");
  const claim = await claimOne();
  const sent = await sendReply(claim, { ...textReply("A colleague takes over."), handover });
  if (sent.kind !== "sent") throw new Error(sent.kind);
  return { from, conversationId: claim.job.conversationId, jobId: claim.job.id };
}

/** The same without a word to the customer. */
export async function handedOverSilently(phoneNumberId: string) {
  const from = newCustomer();
  await customerWrites(phoneNumberId, from, "beep beep");
  const { job } = await claimOne();
  await endClaim({ job, end: { to: "done" }, handover });
  return { from, conversationId: job.conversationId, jobId: job.id };
}

export interface Kept extends Record<string, unknown> {
  mode: string;
  reason: string | null;
  summary: string | null;
  isTold: boolean;
  isPersonActive: boolean;
}

/** What a conversation keeps of its handover. */
export function keptOf(conversationId: number) {
  return row<Kept>(
    `SELECT mode, "handoverReason" AS reason, "handoverSummary" AS summary, "handoverToldAt" IS NOT NULL AS "isTold",
       "personActiveAt" > now() - interval '1 minute' IS TRUE AS "isPersonActive"
     FROM "Conversation" WHERE id = $1`,
    [conversationId],
  );
}

/** Has everything in a conversation happened so many minutes earlier. */
export async function letMinutesPass(conversationId: number, minutes: number): Promise<void> {
  const earlier = (column: string) => `"${column}" = "${column}" - $2 * interval '1 minute'`;
  const columns = ["handoverToldAt", "personActiveAt", "updatedAt"].map(earlier).join(", ");
  await rows(`UPDATE "Conversation" SET ${columns} WHERE id = $1`, [conversationId, minutes]);
  await rows(`UPDATE "OutboundJob" SET ${earlier("completedAt")} WHERE "conversationId" = $1`, [
    conversationId,
    minutes,
  ]);
}

/** What people were told of a conversation, and whether they have read it. */
export function notificationsOf(conversationId: number) {
  return rows(
    `SELECT kind, body, "readAt" IS NOT NULL AS "isRead" FROM "Notification" WHERE "conversationId" = $1 ORDER BY id`,
    [conversationId],
  );
}
