// What Meta refuses only in a receipt, after it has taken the message (Meta, webhooks/reference/messages/status): that the
// window had closed (131047), and that the customer wants no marketing (131050). Both mean the same as in an answer.

import { chosenTemplate } from "@/domain/templates";
import { run } from "@/infra/database/statement";
import { NO_MARKETING, OUTSIDE_WINDOW } from "@/infra/whatsapp/error-class";
import { log } from "@/lib/logger";
import type { Reply } from "./outbound-job";
import type { Receipt } from "./receipt";

/**
 * Where the bot's reply failed because the window had closed, and nothing has been written since: the template that the
 * number has for it goes out as a job of its own, which tries that one again. Where the customer wants no marketing: it is
 * remembered. Called after the receipts are stored; without such failures it asks the database nothing. Safe to repeat.
 */
export async function followFailures(
  receipts: Pick<Receipt, "status" | "errorCode" | "providerMessageId" | "occurredAt">[],
): Promise<void> {
  const failed = (code: string) =>
    receipts.filter(({ status, errorCode }) => status === "failed" && errorCode === code);
  const [unwanted, late] = [failed(NO_MARKETING), failed(OUTSIDE_WINDOW)];
  if (unwanted.length > 0) await run(unwantedStatement, [JSON.stringify(unwanted)]);
  if (late.length === 0) return;
  const wamids = late.map(({ providerMessageId }) => providerMessageId);
  for (const job of await run<LateJob>(lateStatement, [wamids, OUTSIDE_WINDOW])) await replace(job);
}

const unwantedStatement = {
  name: "stop_marketing_after_receipt",
  text: `
  UPDATE "Contact" p SET "marketingOptedOutAt" = said.at, "marketingChangedAt" = said.at, "updatedAt" = now()
  FROM (
    SELECT c."contactId", max(r."occurredAt") AS at
    FROM json_to_recordset($1) AS r("providerMessageId" text, "occurredAt" timestamptz)
    JOIN "Message" m ON m."providerMessageId" = r."providerMessageId" AND m.direction = 'OUTBOUND'
    JOIN "Conversation" c ON c.id = m."conversationId"
    GROUP BY 1
  ) said
  -- By Meta's clock: whoever has said since that they want it again is not unheard by a receipt that comes again.
  WHERE p.id = said."contactId" AND (p."marketingChangedAt" IS NULL OR p."marketingChangedAt" < said.at)`,
};

interface LateJob extends Record<string, unknown> {
  id: number;
  integrationId: string;
  customer: string | null;
  business: string;
}

/** Nothing of such a job may be open: an earlier send of it may have arrived in time. */
const lateStatement = {
  name: "replies_outside_the_window",
  text: `
  SELECT DISTINCT j.id, c."integrationId", p."profileName" AS customer, o.name AS business
  FROM "Message" m
  JOIN "OutboundMessageLog" l ON l."messageId" = m.id
  JOIN "OutboundJob" j ON j.id = l."jobId"
  JOIN "Conversation" c ON c.id = j."conversationId"
  JOIN "Contact" p ON p.id = c."contactId"
  JOIN "Organization" o ON o.id = c."organizationId"
  WHERE m."providerMessageId" = ANY($1) AND m.status = 'FAILED' AND m."errorCode" = $2
    AND j.author = 'BOT' AND j.purpose IS NULL AND j.resends = 0 AND j.status IN ('done', 'failed')
    AND j.reply ->> 'isFallback' IS NULL AND c."inboundCount" = j."replySeenCount"
  ORDER BY j.id`,
};

const replaceStatement = {
  name: "replace_outside_the_window",
  text: `
  INSERT INTO "OutboundJob" ("organizationId", "conversationId", "inboundMessageId", "inboundProviderMessageId",
    "idempotencyKey", "requestId", "retryOfId", reply, "replySeenCount")
  SELECT j."organizationId", j."conversationId", j."inboundMessageId", j."inboundProviderMessageId",
    j."idempotencyKey" || '!', j."requestId", j.id, $2, j."replySeenCount"
  FROM "OutboundJob" j WHERE j.id = $1
  ON CONFLICT DO NOTHING RETURNING id`,
};

async function replace({ id, integrationId, customer, business }: LateJob): Promise<void> {
  const names = { customer, business };
  const chosen = await chosenTemplate({ integrationId, purpose: "reply", names });
  if ("problem" in chosen) {
    log("info", "[WEBHOOK] No template to send outside the window", { jobId: id, reason: chosen.problem });
    return;
  }
  const reply: Reply = {
    parts: [chosen.content],
    handover: null,
    provider: null,
    model: null,
    isFallback: true,
  };
  const [job] = await run<{ id: number }>(replaceStatement, [id, JSON.stringify(reply)]);
  if (job) log("info", "[WEBHOOK] A template goes out instead of what came too late", { jobId: job.id });
}
