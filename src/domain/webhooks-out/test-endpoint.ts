import { run } from "@/infra/database/statement";
import { noSuchEndpoint } from "./no-such-endpoint";
import { auditSql, type WhichEndpoint } from "./webhook-endpoint";
import { TEST_EVENT } from "./webhook-event";

const statement = {
  name: "test_webhook_endpoint",
  text: `
  WITH endpoint AS (SELECT id FROM "WebhookEndpoint" WHERE "organizationId" = $1 AND id = $3),
    audited AS (${auditSql("'test_webhook'", "endpoint")})
  INSERT INTO "WebhookEvent" ("organizationId", "endpointId", type)
  SELECT $1, id, '${TEST_EVENT}' FROM endpoint RETURNING id`,
};

/** Has an endpoint told that this is a test. @returns the event's id. @throws NOT_FOUND. */
export async function testEndpoint({ organizationId, actor, id }: WhichEndpoint): Promise<string> {
  const [event] = await run<{ id: string }>(statement, [organizationId, actor, id]);
  if (!event) throw noSuchEndpoint();
  return event.id;
}
