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

const webhook = () => toBytes(envelope(phoneNumberId, { messages: [textMessage(newCustomer(), "hello")] }));
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

describe("with a missing environment", () => {
  it("the process starts, names every problem at once, never a value, and is not ready", async () => {
    app = await startApp({
      DATABASE_URL: process.env.DATABASE_URL ?? "",
      METRICS_TOKEN: secrets.METRICS_TOKEN,
      WHATSAPP_API_VERSION: "canary-not-a-version",
      JOB_LEASE_SECONDS: "canary-not-a-number",
    });

    const { status, notes } = await notReadyBecause(app.url);
    expect(status).toBe(503);
    const missing = [
      "AUTH_SECRET",
      "SESSION_SECRET",
      "WHATSAPP_VERIFY_TOKEN",
      "WHATSAPP_APP_SECRET",
      "CRON_SECRET",
      "JOB_RUNNER_TOKEN",
    ];
    for (const name of [...missing, "WHATSAPP_API_VERSION", "JOB_LEASE_SECONDS"])
      expect(notes).toContain(name);
    expect(await (await fetch(`${app.url}/health/ready`)).text()).not.toContain("AUTH_SECRET");
    expect(app.output.join("\n")).not.toContain("canary");
  });

  it("what needs a secret that is not set is refused, even with the secret `undefined`", async () => {
    app = await startApp({ DATABASE_URL: process.env.DATABASE_URL ?? "" });

    expect(await errorOf(await postWebhook(app.url, webhook()))).toMatchObject({
      status: 503,
      code: "NOT_CONFIGURED",
    });
    for (const path of [
      "/api/cron/run-outbound-jobs",
      "/api/cron/cleanup",
      "/api/jobs/run-outbound",
      "/metrics",
    ]) {
      for (const query of ["", "?token=", "?token=undefined", "?token=null"]) {
        expect(
          (await fetch(`${app.url}${path}${query}`, { headers: { authorization: "Bearer undefined" } }))
            .status,
        ).toBe(401);
      }
    }
    expect(
      (await fetch(`${app.url}/api/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=undefined`)).status,
    ).toBe(403);
  });

  it("the conversations are shown to nobody", async () => {
    app = await startApp(withDatabase());
    const page = await (await fetch(app.url)).text();
    expect(page).toContain("not shown here without sign-in");
    expect(page).not.toContain("hello");
  });
});
