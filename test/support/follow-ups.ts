import { randomUUID } from "node:crypto";
import { runOutbound } from "@/domain/runner";
import { prisma } from "@/infra/database/prisma";
import { customerWrites, newCustomer } from "./factories";
import { row } from "./own-database";

/** A customer who has been answered once, and whom the bot has agreed to come back to: it is due now. */
export async function agreed(phoneNumberId: string, note = "Ask about the photos") {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "I will send the photos later");
  await runOutbound();
  const conversation = await row<{ id: number; organizationId: string; inboundCount: number }>(
    `SELECT c.id, c."organizationId", c."inboundCount" FROM "Conversation" c
     JOIN "OutboundJob" j ON j."conversationId" = c.id WHERE j."inboundProviderMessageId" = $1`,
    [wamid],
  );
  const { id: conversationId, organizationId, inboundCount: seenCount } = conversation;
  const dueAt = new Date(Date.now() - 1_000);
  const { id } = await prisma().followUp.create({
    data: { organizationId, conversationId, note, dueAt, seenCount, dedupeKey: `turn:${randomUUID()}` },
  });
  return { from, conversationId, followUpId: Number(id) };
}

/** What became of a follow-up, and of its job. */
export function followUpOf(id: number) {
  return row(
    `SELECT f.status, f.reason, j.status AS job, j."errorCode", j.author, j.purpose, j."idempotencyKey"
     FROM "FollowUp" f LEFT JOIN "OutboundJob" j ON j.id = f."jobId" WHERE f.id = $1`,
    [id],
  );
}
