import { afterAll, beforeAll, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { createIntegration, newCustomer } from "../support/factories";
import { type AppProcess, postWebhook, secrets, startApp } from "../support/own-app";
import { ownDatabase, rows } from "../support/own-database";
import { phoneNumberId } from "../support/own-system";
import { recordingServer } from "../support/recording-server";
import { envelope, textMessage, toBytes } from "../support/wire";

ownDatabase();
const slack = recordingServer();
const sentry = recordingServer();
let app: AppProcess;

beforeAll(async () => {
  await createIntegration({ phoneNumberId });
  await rows(`ALTER TABLE "Conversation" DROP COLUMN "deletedAt"`);
  app = await startApp({
    ...secrets,
    DATABASE_URL: process.env.DATABASE_URL ?? "",
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    SLACK_WEBHOOK_URL: `${slack.url}/services/canary-slack-secret`,
    SENTRY_DSN: `http://canarypublickey@127.0.0.1:${sentry.port}/42`,
  });
});

afterAll(() => app.stop());

const told = () => slack.requests.map(({ body }) => String(JSON.parse(body).text));
const events = () => sentry.requests.map(({ body }) => body).join("\n");
const metric = async (line: RegExp) => {
  const headers = { authorization: `Bearer ${secrets.METRICS_TOKEN}` };
  return (await (await fetch(`${app.url}/metrics`, { headers })).text())
    .split("\n")
    .find((text) => line.test(text));
};

it("drift at the start is told in Slack and Sentry, counted, and told again when it is over; with no word of a customer", async () => {
  const text = "canary text of a customer during drift";
  const body = toBytes(envelope(phoneNumberId, { messages: [textMessage(newCustomer(), text)] }));
  expect((await postWebhook(app.url, body)).status).toBe(500);
  expect((await fetch(`${app.url}/health/ready`)).status).toBe(503);

  const isTold = (part: string) => () => told().some((said) => said.includes(part));
  for (const part of ["Database and code do not fit together", "A process could not start properly"])
    await waitUntil(isTold(part), { what: `Slack to be told: ${part}`, timeoutMs: 10_000 });
  await waitUntil(() => events().includes("Conversation.deletedAt"), { what: "Sentry", timeoutMs: 10_000 });
  expect(await metric(/^replyonce_schema_findings\{severity="fail"\} [1-9]/)).toBeDefined();
  expect(await metric(/^replyonce_errors_total\{component="database"\} [1-9]/)).toBeDefined();
  expect(await metric(/^replyonce_webhook_ack_seconds_count\{outcome="failed"\} 1$/)).toBeDefined();

  await rows(`ALTER TABLE "Conversation" ADD COLUMN "deletedAt" timestamptz(3)`);
  await rows(`CREATE INDEX "Conversation_deletedAt_idx" ON "Conversation"("deletedAt")`);
  const isOver = async () => {
    await fetch(`${app.url}/health/ready`);
    return told().some((said) => /resolved|over/i.test(said) && said.includes("Database and code"));
  };
  await waitUntil(isOver, { what: "Slack to be told that it is over", timeoutMs: 15_000, everyMs: 500 });
  expect(await metric(/^replyonce_schema_findings\{severity="fail"\} 0$/)).toBeDefined();
  for (const said of [told().join("\n"), events()]) {
    expect(said).not.toContain(text);
    for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
  }
});
