import { Webhook } from "standardwebhooks";
import { beforeAll, beforeEach } from "vitest";
import { addEndpoint } from "@/domain/webhooks-out";
import { createIntegration } from "./factories";
import { ownDatabase, rows } from "./own-database";
import { recordingServer } from "./recording-server";
import { setEnv } from "./with-env";

interface ReceivedEvent {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

/** Gives the test file a database, a business number, and a receiver of webhooks on a real server. */
export function ownWebhooks() {
  ownDatabase();
  const receiver = recordingServer();
  const number = { organizationId: "", phoneNumberId: "", integrationId: "" };
  beforeAll(async () => {
    const { id: integrationId, organizationId, phoneNumberId } = await createIntegration();
    Object.assign(number, { integrationId, organizationId, phoneNumberId });
  });
  beforeEach(async () => {
    setEnv({
      SESSION_SECRET: "session-secret-of-webhooks",
      WEBHOOK_PRIVATE_HOSTS: `127.0.0.1:${receiver.port}`,
    });
    await rows(`DELETE FROM "WebhookEndpoint"`);
  });
  return {
    number,
    receiver,
    actor: "user:test",
    endpoint: (events: string[] = []) =>
      addEndpoint({ ...number, actor: "user:test", url: `${receiver.url}/hook`, events }),
    /** What the receiver was told and could verify, in the order it came. @throws what is not signed so. */
    taken: (secret: string) =>
      receiver.requests.map(({ headers, body }) => {
        new Webhook(secret).verify(body, headers as Record<string, string>);
        return { id: String(headers["webhook-id"]), ...(JSON.parse(body) as ReceivedEvent) };
      }),
  };
}

/** Makes everything due now, as if its time had come or its lease had run out. */
export async function allDueNow(): Promise<void> {
  await rows(
    `UPDATE "WebhookEvent" SET "nextAttemptAt" = now() - interval '1 second' WHERE status = 'pending'`,
  );
}

export function eventRows() {
  return rows<{
    id: string;
    type: string;
    status: string;
    attempts: number;
    error: string | null;
    waits: number;
  }>(
    `SELECT id, type, status, attempts, error, extract(epoch FROM "nextAttemptAt" - now())::float8 AS waits
     FROM "WebhookEvent" ORDER BY "createdAt", type`,
  );
}
