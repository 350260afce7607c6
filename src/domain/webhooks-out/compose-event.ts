import { inOrganization } from "@/infra/database/in-organization";
import type { EventClaim } from "./claim-events";

/** Texts are read when they are told and kept nowhere for it: what was erased meanwhile is told no more. */
const statement = {
  name: "compose_webhook_event",
  text: `
  SELECT jsonb_build_object('id', p.id, 'name', coalesce(p.name, p."profileName", p.username), 'phone', p.phone) AS contact,
    CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'direction', m.direction, 'type', m.type, 'text', m.body,
      'content', m.content, 'providerMessageId', m."providerMessageId", 'errorCode', m."errorCode", 'error', m.error,
      'sentAt', m."sentAt", 'createdAt', m."createdAt") END AS message
  FROM "Conversation" c JOIN "Contact" p ON p.id = c."contactId"
    LEFT JOIN "Message" m ON m.id = $3::bigint AND m."conversationId" = c.id
  WHERE c."organizationId" = $1 AND c.id = $2::bigint`,
};

interface Told extends Record<string, unknown> {
  contact: object;
  message: object | null;
}

/** The body (Standard Webhooks: type, timestamp, data). */
export async function composeEvent(claim: EventClaim): Promise<string> {
  const { organizationId, type, data, createdAt } = claim;
  const values = [organizationId, data.conversationId, data.messageId ?? null];
  const [told] = data.conversationId
    ? await inOrganization(organizationId, (ask) => ask<Told>(statement, values))
    : [];
  const { contact, message } = told ?? {};
  const whole = { ...data, ...(contact && { contact }), ...(message && { message }) };
  return JSON.stringify({ type, timestamp: createdAt.toISOString(), data: whole });
}
