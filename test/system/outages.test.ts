import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { createIntegration, newCustomer } from "../support/factories";
import { type AppProcess, postWebhook, secrets, startApp } from "../support/own-app";
import { administrate, ownDatabase, row } from "../support/own-database";
import { errorOf, phoneNumberId } from "../support/own-system";
import { envelope, textMessage, toBytes } from "../support/wire";

ownDatabase();

let app: AppProcess | undefined;

afterEach(async () => {
  await app?.stop();
  app = undefined;
});

const webhook = () =>
  toBytes(envelope(phoneNumberId, { messages: [textMessage(newCustomer(), "canary hello")] }));
const withDatabase = () => ({
  ...secrets,
  DATABASE_URL: process.env.DATABASE_URL ?? "",
  WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
});

const notReadyBecause = async (url: string) => {
  const response = await fetch(`${url}/health/ready`, {
    headers: { authorization: `Bearer ${secrets.METRICS_TOKEN}` },
  });
  return { status: response.status, notes: ((await response.json()).notes as string[]).join("; ") };
};

describe("with the database down", () => {
  it("webhooks are 503, so that Meta brings them again; the process lives and is not ready", async () => {
    app = await startApp({ ...withDatabase(), DATABASE_URL: "postgresql://postgres@127.0.0.1:9/nothing" });

    expect(await errorOf(await postWebhook(app.url, webhook()))).toEqual({
      status: 503,
      code: "DATABASE_UNAVAILABLE",
      hasRequestId: true,
    });
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    expect(await notReadyBecause(app.url)).toMatchObject({
      status: 503,
      notes: expect.stringContaining("database"),
    });
    for (const [path, token] of [
      ["cron/run-outbound-jobs", secrets.CRON_SECRET],
      ["jobs/run-outbound", secrets.JOB_RUNNER_TOKEN],
    ]) {
      const response = await fetch(`${app.url}/api/${path}?token=${token}`);
      expect(await errorOf(response)).toMatchObject({ status: 503, code: "DATABASE_UNAVAILABLE" });
    }
  });

  it("for a moment, everything goes on by itself afterwards", async () => {
    await createIntegration({ phoneNumberId });
    app = await startApp(withDatabase());
    const { name } = await row<{ name: string }>(`SELECT current_database() AS name`);
    await administrate(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await administrate(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);

    const body = webhook();
    expect((await postWebhook(app.url, body)).status).toBe(503);

    await administrate(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    const url = app.url;
    await waitUntil(async () => (await postWebhook(url, body)).status === 200, {
      what: "the webhook",
      timeoutMs: 10_000,
    });
    await waitUntil(async () => (await fetch(`${url}/health/ready`)).ok, {
      what: "readiness",
      timeoutMs: 10_000,
    });
  });
});

describe("without sign-in", () => {
  it("the conversations are shown to nobody", async () => {
    app = await startApp(withDatabase());
    const page = await fetch(`${app.url}/inbox`, { redirect: "manual" });
    expect([page.status, page.headers.get("location")]).toEqual([307, "/sign-in?next=%2Finbox"]);
    expect(await page.text()).not.toContain("canary hello");
    const conversations = await fetch(`${app.url}/api/inbox/conversations`);
    expect(conversations.status).toBe(401);
  });
});
