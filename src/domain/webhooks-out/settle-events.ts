import { run } from "@/infra/database/statement";
import type { EventClaim } from "./claim-events";

const deliveredStatement = {
  name: "webhook_delivered",
  text: `
  WITH settled AS (
    UPDATE "WebhookEvent" SET status = 'delivered', "deliveredAt" = now(), "httpStatus" = $3, error = NULL
    WHERE id = $1::uuid AND status = 'pending' AND "nextAttemptAt" = $2 RETURNING "endpointId"
  ), well AS (
    UPDATE "WebhookEndpoint" e SET "failingSince" = NULL FROM settled
    WHERE e.id = settled."endpointId" AND e."failingSince" IS NOT NULL
  )
  SELECT "endpointId" FROM settled`,
};

/** Records that it was taken. @returns whether it is still ours to say. */
export async function settleDelivered({ id, lease }: EventClaim, httpStatus: number): Promise<boolean> {
  return (await run(deliveredStatement, [id, lease, httpStatus])).length > 0;
}

interface Refused {
  httpStatus: number | null;
  error: string;
  /** Null: it is not tried again. */
  retryInMs: number | null;
  /** Why nothing at all is to be sent there any more. */
  disable: string | null;
}

/** Of two that switch it off at once, one does, and tells it once. */
const refusedStatement = {
  name: "webhook_not_delivered",
  text: `
  WITH settled AS (
    UPDATE "WebhookEvent" SET status = CASE WHEN $5::float8 IS NULL THEN 'failed' ELSE 'pending' END, "httpStatus" = $3,
      error = $4, "nextAttemptAt" = now() + coalesce($5::float8, 0) * interval '1 millisecond'
    WHERE id = $1::uuid AND status = 'pending' AND "nextAttemptAt" = $2 RETURNING id, "endpointId"
  ), marked AS (
    UPDATE "WebhookEndpoint" e SET "failingSince" = coalesce(e."failingSince", now()),
      "disabledAt" = CASE WHEN $6::text IS NULL THEN NULL ELSE now() END, "disabledReason" = $6
    FROM settled WHERE e.id = settled."endpointId" AND e."disabledAt" IS NULL
      AND (e."failingSince" IS NULL OR $6::text IS NOT NULL)
    RETURNING e.*
  ), told AS (
    INSERT INTO "Notification" ("organizationId", kind, title, body, "dedupeKey")
    SELECT "organizationId", 'webhook_disabled', 'A webhook was switched off', url || ': ' || "disabledReason",
      'webhook-disabled:' || id || ':' || "disabledAt"
    FROM marked WHERE "disabledAt" IS NOT NULL
    ON CONFLICT ("organizationId", "dedupeKey") DO NOTHING
  ), audited AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", 'system', 'disable_webhook', 'WebhookEndpoint', id, jsonb_build_object('reason', "disabledReason")
    FROM marked WHERE "disabledAt" IS NOT NULL
  )
  SELECT id FROM settled`,
};

/** @returns whether it is still ours to say. */
export async function settleRefused({ id, lease }: EventClaim, refused: Refused): Promise<boolean> {
  const { httpStatus, error, retryInMs, disable } = refused;
  const values = [id, lease, httpStatus, error.slice(0, 300), retryInMs, disable];
  return (await run(refusedStatement, values)).length > 0;
}

const handedBackStatement = {
  name: "webhook_handed_back",
  text: `
  UPDATE "WebhookEvent" SET "nextAttemptAt" = now(), attempts = attempts - 1
  WHERE id = $1::uuid AND status = 'pending' AND "nextAttemptAt" = $2`,
};

/** It was not even tried: this process ends, or cannot open the secret. */
export async function handBack({ id, lease }: EventClaim): Promise<void> {
  await run(handedBackStatement, [id, lease]);
}
