import { run } from "@/infra/database/statement";
import { noSuchEndpoint } from "./no-such-endpoint";
import { auditSql, type WhichEndpoint } from "./webhook-endpoint";

const statement = {
  name: "remove_webhook_endpoint",
  text: `
  WITH removed AS (DELETE FROM "WebhookEndpoint" WHERE "organizationId" = $1 AND id = $3 RETURNING id),
    audited AS (${auditSql("'remove_webhook'", "removed")})
  SELECT id FROM removed`,
};

/** With everything it was to be told. @throws NOT_FOUND. */
export async function removeEndpoint({ organizationId, actor, id }: WhichEndpoint): Promise<void> {
  const removed = await run(statement, [organizationId, actor, id]);
  if (removed.length === 0) throw noSuchEndpoint();
}
