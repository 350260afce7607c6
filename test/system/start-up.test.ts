import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { createIntegration, newCustomer } from "../support/factories";
import { type AppProcess, launchApp, postWebhook, secrets, startApp, startWorker } from "../support/own-app";
import { ownDatabase, rows } from "../support/own-database";
import { errorOf, phoneNumberId } from "../support/own-system";
import { envelope, textMessage, toBytes } from "../support/wire";

ownDatabase();

let app: AppProcess | undefined;

afterEach(async () => {
  await app?.stop();
  app = undefined;
});

const withDatabase = () => ({ DATABASE_URL: process.env.DATABASE_URL ?? "" });
const webhook = () => toBytes(envelope(phoneNumberId, { messages: [textMessage(newCustomer(), "hello")] }));
const required = [
  "AUTH_SECRET",
  "SESSION_SECRET",
  "WHATSAPP_VERIFY_TOKEN",
  "CRON_SECRET",
  "JOB_RUNNER_TOKEN",
];

function withoutSecrets(...names: string[]) {
  const kept = Object.entries({ ...secrets, ...withDatabase() }).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept);
}

describe("in production, a process that lacks a required variable", () => {
  it("ends with exit code 1 and names every problem at once, never a value", async () => {
    app = await launchApp({
      WHATSAPP_API_VERSION: "canary-not-a-version",
      JOB_LEASE_SECONDS: "canary-not-a-number",
      DATABASE_URL: "",
    });
    expect(await app.exited).toBe(1);
    const said = app.output.join("\n");
    for (const name of [...required, "DATABASE_URL", "WHATSAPP_API_VERSION", "JOB_LEASE_SECONDS"])
      expect(said).toContain(name);
    expect(said).not.toContain("canary");
    expect(said).not.toContain("Listening on port");
  });

  it.each(required)("ends when it is only %s", async (name) => {
    app = await launchApp(withoutSecrets(name));
    expect(await app.exited).toBe(1);
    expect(app.output.join("\n")).toContain(`${name} is not set`);
  });

  it("ends when it is a secret of no strength", async () => {
    app = await launchApp({ ...secrets, ...withDatabase(), CRON_SECRET: "short" });
    expect(await app.exited).toBe(1);
    expect(app.output.join("\n")).toContain("CRON_SECRET is shorter than 8 characters");
  });

  it("ends as a worker as well", async () => {
    const worker = startWorker(withoutSecrets("SESSION_SECRET"));
    expect(await worker.exited).toBe(1);
    expect(worker.output.join("\n")).toContain("SESSION_SECRET is not set");
  });

  it("stays up without the app secret, takes no webhook and is not ready", async () => {
    app = await startApp(withoutSecrets("WHATSAPP_APP_SECRET"));
    expect(await errorOf(await postWebhook(app.url, webhook()))).toMatchObject({
      status: 503,
      code: "NOT_CONFIGURED",
    });
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(503);
  });
});

describe("outside production, what needs a secret that is not set", () => {
  it("is refused, even with the secret `undefined`", async () => {
    app = await startApp({ ...withDatabase(), NODE_ENV: "development" });
    for (const path of [
      "/api/cron/run-outbound-jobs",
      "/api/cron/cleanup",
      "/api/jobs/run-outbound",
      "/metrics",
    ]) {
      for (const query of ["", "?token=", "?token=undefined", "?token=null"]) {
        const headers = { authorization: "Bearer undefined" };
        const { status } = await fetch(`${app.url}${path}${query}`, { headers });
        expect([path, query, status]).toEqual([path, query, 401]);
      }
    }
    const handshake = "hub.mode=subscribe&hub.verify_token=undefined";
    expect((await fetch(`${app.url}/api/webhooks/whatsapp?${handshake}`)).status).toBe(403);
  });
});

const phases = [
  "Database connection established",
  "Schema verified",
  "Configuration loaded",
  "All routes mapped",
  "Application successfully started",
  "Listening on port",
];
/** What it has written by the end of its start-up. */
async function startUpOf({ log }: AppProcess): Promise<string[]> {
  const lines = () => log().map(({ msg }) => msg);
  const isOver = () => lines().some((line) => line.startsWith("Listening on port"));
  await waitUntil(isOver, { what: "the end of start-up", timeoutMs: 10_000 });
  return lines();
}

describe("the start-up phases", () => {
  it("come in order, each with its line, and then it is ready", async () => {
    await createIntegration({ phoneNumberId });
    app = await startApp({ ...secrets, ...withDatabase(), WHATSAPP_PHONE_NUMBER_ID: phoneNumberId });
    const said = await startUpOf(app);
    const at = phases.map((phase) => said.findIndex((line) => line.startsWith(phase)));
    expect(at).not.toContain(-1);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  });

  it("with a database that has drifted, name the drift, say that it is not ready, and keep ingest and health open", async () => {
    await rows(`ALTER TABLE "Notification" DROP COLUMN "snoozedUntil"`);
    try {
      app = await startApp({ ...secrets, ...withDatabase(), WHATSAPP_PHONE_NUMBER_ID: phoneNumberId });
      const said = (await startUpOf(app)).join("\n");
      expect(said).toContain("[DB-MISMATCH] Drift reason=column_missing:Notification.snoozedUntil");
      expect(said).toContain("[DB-MISMATCH] Not reached: Schema verified");
      expect(said).not.toContain("Application successfully started");
      expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
      expect((await fetch(`${app.url}/health/ready`)).status).toBe(503);
      // Taking in does not need the column, so nothing that a customer writes is refused.
      expect((await postWebhook(app.url, webhook())).status).toBe(200);
      const headers = { authorization: `Bearer ${secrets.JOB_RUNNER_TOKEN}` };
      const run = await fetch(`${app.url}/api/jobs/run-outbound`, { method: "POST", headers });
      expect(await errorOf(run)).toMatchObject({ status: 500, code: "DB_MISMATCH" });
      expect(await rows(`SELECT DISTINCT status FROM "OutboundJob"`)).toEqual([{ status: "queued" }]);
    } finally {
      await rows(`ALTER TABLE "Notification" ADD COLUMN "snoozedUntil" timestamptz(3)`);
      await rows(`CREATE INDEX "Notification_snoozedUntil_idx" ON "Notification"("snoozedUntil")`);
    }
    // Without a restart, as soon as it is mended.
    const { url } = app;
    await waitUntil(async () => (await fetch(`${url}/health/ready`)).ok, {
      what: "readiness",
      timeoutMs: 10_000,
    });
  });
});
