// The business numbers of one organization, for its people.

import { inOrganization } from "@/infra/database/in-organization";
import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export interface OwnIntegration {
  id: string;
  name: string;
  phoneNumberId: string;
  displayPhoneNumber: string | null;
  wabaId: string | null;
  portfolioId: string | null;
  status: "ACTIVE" | "DISABLED" | "STOPPED";
  qualityRating: string | null;
  isDefault: boolean;
  token: "stored" | "environment" | "none";
  sendsPerSecond: number;
  pausedUntil: Date | null;
  stoppedCode: string | null;
  stoppedReason: string | null;
  stoppedAt: Date | null;
  templatesSyncedAt: Date | null;
  templates: { approved: number; others: number };
  lastInboundAt: Date | null;
  timeZone: string | null;
  quietHours: { from: string; to: string } | null;
  businessHours: Record<string, [string, string][]> | null;
}

const listStatement = {
  name: "own_integrations",
  text: `
  SELECT i.id, i.name, i."phoneNumberId", i."displayPhoneNumber", i."wabaId", i."portfolioId", i.status::text AS status,
    i."qualityRating", i."isDefault", i."sendsPerSecond", i."stoppedCode", i."stoppedReason", i."stoppedAt",
    CASE WHEN i."pausedUntil" > now() THEN i."pausedUntil" END AS "pausedUntil", i."templatesSyncedAt", i."timeZone",
    i."quietHours", i."businessHours",
    CASE WHEN i."accessTokenEncrypted" IS NOT NULL THEN 'stored' WHEN i."phoneNumberId" = $2 THEN 'environment'
      ELSE 'none' END AS token,
    (SELECT json_build_object('approved', count(*) FILTER (WHERE t.status = 'APPROVED'),
      'others', count(*) FILTER (WHERE t.status NOT IN ('APPROVED', 'GONE')))
      FROM "Template" t WHERE t."integrationId" = i.id) AS templates,
    (SELECT max(c."lastInboundAt") FROM "Conversation" c WHERE c."integrationId" = i.id) AS "lastInboundAt"
  FROM "Integration" i WHERE i."organizationId" = $1 ORDER BY i."isDefault" DESC, i."createdAt", i.id`,
};

const oneStatement = {
  name: "own_integration",
  text: `SELECT id, "phoneNumberId" FROM "Integration" WHERE "organizationId" = $1 AND id = $2`,
};

export async function listOwnIntegrations(organizationId: string): Promise<OwnIntegration[]> {
  const { WHATSAPP_ACCESS_TOKEN, WHATSAPP_PHONE_NUMBER_ID } = env();
  const ofEnvironment = WHATSAPP_ACCESS_TOKEN ? (WHATSAPP_PHONE_NUMBER_ID ?? null) : null;
  return await inOrganization(organizationId, (ask) =>
    ask<OwnIntegration & Record<string, unknown>>(listStatement, [organizationId, ofEnvironment]),
  );
}

/** A number of this organization. @throws NOT_FOUND. */
export async function ownIntegration(
  organizationId: string,
  id: string,
): Promise<{ id: string; phoneNumberId: string }> {
  const [found] = await inOrganization(organizationId, (ask) =>
    ask<{ id: string; phoneNumberId: string }>(oneStatement, [organizationId, id]),
  );
  if (found) return found;
  throw new AppError("NOT_FOUND", `No integration ${id}`, { publicMessage: "There is no such number here." });
}

const knownStatement = {
  name: "integration_is_known",
  text: `SELECT 1 FROM "Integration" WHERE "phoneNumberId" = $1`,
};

/** Whether anybody has a number: Meta's ids are unique, so nobody else can add it. */
export async function isKnownNumber(phoneNumberId: string): Promise<boolean> {
  return (await run(knownStatement, [phoneNumberId])).length > 0;
}

const auditStatement = {
  name: "integration_audit",
  text: `
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
  VALUES ($1, $2, $3, 'Integration', $4, $5::jsonb)`,
};

interface IntegrationChange {
  organizationId: string;
  actor: string;
  /** integration_added, integration_paused, … */
  action: string;
  id: string;
  /** Never a token. */
  details?: object;
}

/** Keeps who has changed what of a number. */
export async function auditIntegration(change: IntegrationChange): Promise<void> {
  const { organizationId, actor, action, id, details = {} } = change;
  await run(auditStatement, [organizationId, actor, action, id, JSON.stringify(details)]);
}

const switchStatement = {
  name: "switch_integration",
  text: `
  WITH switched AS (
    UPDATE "Integration" i SET status = $3::"IntegrationStatus", "updatedAt" = now(), "stoppedCode" = NULL,
      "stoppedReason" = NULL, "stoppedToken" = NULL, "stoppedAt" = NULL, "pausedUntil" = NULL
    WHERE i."organizationId" = $1 AND i.id = $2 AND i.status <> $3::"IntegrationStatus"
    RETURNING i.id
  )
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
  SELECT $1, $4, CASE $3 WHEN 'ACTIVE' THEN 'integration_resumed' ELSE 'integration_paused' END, 'Integration', id, '{}'
  FROM switched`,
};

interface Switch {
  organizationId: string;
  id: string;
  actor: string;
}

/** Sends nothing of a number any more: its messages are taken in, and their jobs wait. @throws NOT_FOUND. */
export async function disableIntegration(given: Switch): Promise<void> {
  await switchTo("DISABLED", given);
}

/** Lets a number send again, whoever or whatever has stopped it. @throws NOT_FOUND. */
export async function enableIntegration(given: Switch): Promise<void> {
  await switchTo("ACTIVE", given);
}

async function switchTo(status: "ACTIVE" | "DISABLED", { organizationId, id, actor }: Switch): Promise<void> {
  await ownIntegration(organizationId, id);
  await run(switchStatement, [organizationId, id, status, actor]);
}
