import { randomUUID } from "node:crypto";
import { run } from "@/infra/database/statement";
import { judgeWebhookAddress } from "@/infra/web/post-webhook";
import { AppError } from "@/lib/errors";
import { newSecret, sealSecret } from "./endpoint-secret";
import { auditSql, endpointColumnsSql, type WebhookEndpoint } from "./webhook-endpoint";

interface NewEndpoint {
  organizationId: string;
  actor: string;
  url: string;
  description?: string | null;
  /** Empty: all. */
  events?: readonly string[];
}

/** Every event is written once for each: more than so many would make one message many rows. */
const ENDPOINTS_MAX = 10;

const statement = {
  name: "add_webhook_endpoint",
  text: `
  WITH added AS (
    INSERT INTO "WebhookEndpoint" (id, "organizationId", url, description, events, "secretSealed")
    SELECT $3, $1, $4, $5, $6::text[], $7
    WHERE (SELECT count(*) FROM "WebhookEndpoint" WHERE "organizationId" = $1) < ${ENDPOINTS_MAX}
    RETURNING *
  ), audited AS (${auditSql("'add_webhook'", "added")})
  SELECT ${endpointColumnsSql} FROM added`,
};

/** @returns the endpoint and its secret, which nobody can read again. @throws INVALID_INPUT, CONFLICT, NOT_CONFIGURED. */
export async function addEndpoint(
  fields: NewEndpoint,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const { organizationId, actor, description = null, events = [] } = fields;
  const { href } = judgeWebhookAddress(fields.url);
  const [id, secret] = [randomUUID(), newSecret()];
  const values = [organizationId, actor, id, href, description, events, sealSecret(id, secret)];
  const [endpoint] = await run<WebhookEndpoint & Record<string, unknown>>(statement, values);
  if (endpoint) return { endpoint, secret };
  const publicMessage = `There are ${ENDPOINTS_MAX} webhooks already.`;
  throw new AppError("CONFLICT", publicMessage, { publicMessage });
}
