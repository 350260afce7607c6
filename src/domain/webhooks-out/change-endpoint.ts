import { run } from "@/infra/database/statement";
import { judgeWebhookAddress } from "@/infra/web/post-webhook";
import { noSuchEndpoint } from "./no-such-endpoint";
import { auditSql, endpointColumnsSql, type WebhookEndpoint, type WhichEndpoint } from "./webhook-endpoint";

interface Change {
  url?: string | undefined;
  description?: string | null | undefined;
  events?: readonly string[] | undefined;
  isEnabled?: boolean | undefined;
}

/** Whoever is switched on again gets what was written before it was switched off, from its first attempt on. */
const statement = {
  name: "change_webhook_endpoint",
  text: `
  WITH changed AS (
    UPDATE "WebhookEndpoint" SET url = coalesce($4, url), events = coalesce($5::text[], events),
      description = CASE WHEN $6 THEN $7 ELSE description END,
      "disabledAt" = CASE $8::boolean WHEN true THEN NULL WHEN false THEN coalesce("disabledAt", now()) ELSE "disabledAt" END,
      "disabledReason" = CASE $8::boolean WHEN true THEN NULL WHEN false THEN coalesce("disabledReason", 'switched off')
        ELSE "disabledReason" END,
      "failingSince" = CASE WHEN $8::boolean THEN NULL ELSE "failingSince" END, "updatedAt" = now()
    WHERE "organizationId" = $1 AND id = $3 RETURNING *
  ), woken AS (
    UPDATE "WebhookEvent" v SET attempts = 0, "nextAttemptAt" = now() FROM changed
    WHERE $8::boolean AND v."endpointId" = changed.id AND v.status = 'pending'
  ), audited AS (${auditSql("'change_webhook'", "changed")})
  SELECT ${endpointColumnsSql} FROM changed`,
};

/** @throws INVALID_INPUT, NOT_FOUND. */
export async function changeEndpoint(
  { organizationId, actor, id }: WhichEndpoint,
  { url, description, events, isEnabled }: Change,
): Promise<WebhookEndpoint> {
  const href = url === undefined ? null : judgeWebhookAddress(url).href;
  const [endpoint] = await run<WebhookEndpoint & Record<string, unknown>>(statement, [
    ...[organizationId, actor, id, href, events ?? null],
    ...[description !== undefined, description ?? null, isEnabled ?? null],
  ]);
  if (!endpoint) throw noSuchEndpoint();
  return endpoint;
}
