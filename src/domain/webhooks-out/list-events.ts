import { inOrganization } from "@/infra/database/in-organization";
import { noSuchEndpoint } from "./no-such-endpoint";

interface WebhookEventRow {
  id: string;
  type: string;
  /** Ids and states. */
  data: Record<string, unknown>;
  status: "pending" | "delivered" | "failed";
  attempts: number;
  nextAttemptAt: Date;
  httpStatus: number | null;
  error: string | null;
  createdAt: Date;
  deliveredAt: Date | null;
}

interface Page {
  organizationId: string;
  endpointId: string;
  before?: Date | undefined;
}

interface WebhookEventPage {
  events: WebhookEventRow[];
  /** Of the page that follows; null: there is none. */
  before: Date | null;
}

const PAGE = 50;

const endpointStatement = {
  name: "find_webhook_endpoint",
  text: `SELECT id FROM "WebhookEndpoint" WHERE "organizationId" = $1 AND id = $2`,
};

const statement = {
  name: "list_webhook_events",
  text: `
  SELECT id, type, data, status, attempts, "nextAttemptAt", "httpStatus", error, "createdAt", "deliveredAt"
  FROM "WebhookEvent" WHERE "organizationId" = $1 AND "endpointId" = $2 AND ($3::timestamptz IS NULL OR "createdAt" < $3)
  ORDER BY "createdAt" DESC, id LIMIT ${PAGE}`,
};

/** What an endpoint was told, or is to be, the newest first. @throws NOT_FOUND. */
export function listEvents({ organizationId, endpointId, before }: Page): Promise<WebhookEventPage> {
  return inOrganization(organizationId, async (ask) => {
    const known = await ask(endpointStatement, [organizationId, endpointId]);
    if (known.length === 0) throw noSuchEndpoint();
    const values = [organizationId, endpointId, before ?? null];
    const events = await ask<WebhookEventRow & Record<string, unknown>>(statement, values);
    return { events, before: (events.length === PAGE && events.at(-1)?.createdAt) || null };
  });
}
