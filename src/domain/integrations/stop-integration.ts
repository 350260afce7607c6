import { createHash } from "node:crypto";
import { run } from "@/infra/database/statement";
import { log } from "@/lib/logger";
import { type IntegrationCredentials, integrationToken } from "./integration-token";

export interface Stop {
  /** With the credentials that Meta has refused: when they have been replaced meanwhile, nothing is stopped. */
  integration: IntegrationCredentials;
  code: string;
  reason: string;
}

const statement = {
  name: "stop_integration",
  text: `
  WITH stopped AS (
    UPDATE "Integration" i
    SET status = 'STOPPED', "stoppedCode" = $3, "stoppedReason" = $4, "stoppedToken" = $5, "stoppedAt" = now(),
      "updatedAt" = now()
    WHERE i.id = $1 AND i.status = 'ACTIVE' AND i."accessTokenEncrypted" IS NOT DISTINCT FROM $2
    RETURNING i.id, i."organizationId", i.name, i."stoppedAt"
  )
  INSERT INTO "Notification" ("organizationId", kind, title, body, "dedupeKey")
  SELECT "organizationId", 'NUMBER_STOPPED', 'Customers of ' || name || ' get no answers', $4,
    'stopped:' || id || ':' || extract(epoch FROM "stoppedAt")
  FROM stopped RETURNING id`,
};

const REASON_MAX = 500;

/**
 * Stops a business number of which Meta refuses everything. Nothing of it is lost: its messages are taken in, its jobs
 * wait without using up attempts. Alerts once, however many jobs were refused at the same time.
 */
export async function stopIntegration({ integration, code, reason }: Stop): Promise<void> {
  const { id, phoneNumberId, accessTokenEncrypted } = integration;
  const fingerprint = tokenFingerprint(integrationToken(integration));
  const values = [id, accessTokenEncrypted, code, reason.slice(0, REASON_MAX), fingerprint];
  const alerts = await run(statement, values);
  if (alerts.length > 0)
    log("error", "[INTEGRATION] Stopped: its jobs wait", { phoneNumberId, code, reason });
}

/** Tells one access token from another without being of use as one. */
export function tokenFingerprint(accessToken: string): string {
  return createHash("sha256").update(accessToken).digest("hex").slice(0, 16);
}
