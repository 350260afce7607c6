// What Meta's webhooks say of who somebody is, and what became of it.

import { randomInt } from "node:crypto";
import { receive } from "./factories";
import { row, rows } from "./own-database";
import { textMessage } from "./wire";

export const newUserId = () => `BR.${randomInt(1e8, 1e9)}${randomInt(1e8, 1e9)}`;
export const now = () => Math.floor(Date.now() / 1_000);

export interface Names {
  phone?: string;
  userId?: string;
  parentUserId?: string;
  /** Unix seconds. */
  at?: number;
}

/** Somebody writes. @returns the message's id. */
export async function write(phoneNumberId: string, { phone, userId, parentUserId, at = now() }: Names) {
  const message = wire({ phone, userId, parentUserId, at });
  await receive(phoneNumberId, { messages: [message] });
  return message.id;
}

export function wire({ phone, userId, parentUserId, at = now() }: Names) {
  const fields = { from: phone, from_user_id: userId, from_parent_user_id: parentUserId };
  return { ...textMessage("x", "canary"), ...fields, timestamp: String(at) };
}

/** The conversation a message is in now, and the route of a reply to it. */
export function place(wamid: string) {
  return row<{ conversationId: number; contactId: number; phone: string | null; userId: string | null }>(
    `SELECT c.id AS "conversationId", p.id AS "contactId", p.phone, coalesce(c."customerUserId", p."userId") AS "userId"
     FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId" JOIN "Contact" p ON p.id = c."contactId"
     WHERE m."providerMessageId" = $1`,
    [wamid],
  );
}

export async function conversationsOf(wamids: string[]): Promise<number> {
  const found = await rows<{ conversationId: number }>(
    `SELECT DISTINCT "conversationId" FROM "Message" WHERE "providerMessageId" = ANY ($1)`,
    [wamids],
  );
  return found.length;
}

/** Meta's notice (webhooks/reference/messages/system). @returns its id. */
export async function changes(phoneNumberId: string, before: Names, after: Omit<Names, "at">, at = now()) {
  const kind = after.phone
    ? { type: "user_changed_number", wa_id: after.phone }
    : { type: "user_changed_user_id" };
  const ids = after.userId && { user_id: after.userId, previous_user_id: before.userId };
  const notice = {
    ...wire({ phone: before.phone, at }),
    type: "system",
    system: { body: "canary", ...kind, ...ids },
  };
  await receive(phoneNumberId, { messages: [notice] });
  return notice.id;
}
