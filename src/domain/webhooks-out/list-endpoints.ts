import { inOrganization } from "@/infra/database/in-organization";
import { endpointColumnsSql, type WebhookEndpoint } from "./webhook-endpoint";

const statement = {
  name: "list_webhook_endpoints",
  text: `SELECT ${endpointColumnsSql} FROM "WebhookEndpoint" WHERE "organizationId" = $1 ORDER BY "createdAt", id`,
};

export function listEndpoints(organizationId: string): Promise<WebhookEndpoint[]> {
  return inOrganization(organizationId, (ask) =>
    ask<WebhookEndpoint & Record<string, unknown>>(statement, [organizationId]),
  );
}
