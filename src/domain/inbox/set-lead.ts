import { z } from "zod";
import { leadDetails } from "@/domain/orchestrator";
import type { LeadStatus } from "@/infra/database/generated/enums";
import { inTransaction } from "@/infra/database/transaction";
import { AppError } from "@/lib/errors";
import { storableJson } from "@/lib/storable-text";
import type { Agent } from "./agent";
import { lockConversation } from "./lock-conversation";

/** As applyEffects has it: a lead of somebody else's is not touched, whatever the conversation says. */
const statement = {
  name: "set_lead",
  text: `
  WITH conversation AS (
    SELECT c.id, c."organizationId", c."contactId", l.id AS "leadId", l.status, l.details
    FROM "Conversation" c LEFT JOIN "Lead" l ON l.id = c."leadId" AND l."contactId" = c."contactId"
    WHERE c.id = $1 AND c."organizationId" = $2
  ),
  changed AS (
    UPDATE "Lead" l SET status = $4::"LeadStatus", details = $5::jsonb, "updatedAt" = now() FROM conversation c
    WHERE l.id = c."leadId" AND (c.status <> $4::"LeadStatus" OR c.details <> $5::jsonb)
    RETURNING l.id
  ),
  created AS (
    INSERT INTO "Lead" ("organizationId", "contactId", status, details)
    SELECT c."organizationId", c."contactId", $4::"LeadStatus", $5::jsonb FROM conversation c WHERE c."leadId" IS NULL
    RETURNING id
  ),
  touched AS (
    UPDATE "Conversation" c SET "leadId" = coalesce((SELECT id FROM created), c."leadId"), "updatedAt" = now()
    WHERE c.id = $1 AND EXISTS (SELECT 1 FROM changed UNION ALL SELECT 1 FROM created)
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT $2, $3, 'set_lead', 'Lead', lead.id::text, jsonb_build_object('conversationId', $1::bigint, 'status', $4::text)
    FROM (SELECT id FROM changed UNION ALL SELECT id FROM created) lead
  )
  SELECT id FROM conversation`,
};

/** Writes down what is known of a customer's wish, in place of what was. Safe to repeat. @throws NOT_FOUND; INVALID_INPUT as the bot's own tool has it. */
export async function setLead(
  { organizationId, actor }: Agent,
  conversationId: number,
  lead: { status: LeadStatus; details: unknown },
): Promise<void> {
  const parsed = leadDetails.safeParse(storableJson(lead.details));
  if (!parsed.success) {
    const publicMessage = z.prettifyError(parsed.error);
    throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
  }
  const details = JSON.stringify(parsed.data);
  await inTransaction(async (ask) => {
    await lockConversation(ask, organizationId, conversationId);
    await ask(statement, [conversationId, organizationId, actor, lead.status, details]);
  });
}
