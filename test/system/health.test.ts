import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { createIntegration } from "../support/factories";
import { type AppProcess, secrets, startApp } from "../support/own-app";
import { ownDatabase, row, rows } from "../support/own-database";
import { phoneNumberId } from "../support/own-system";

ownDatabase();

let app: AppProcess | undefined;

beforeAll(() => createIntegration({ phoneNumberId }));

afterEach(async () => {
  await app?.stop();
  app = undefined;
});

async function start(env: Record<string, string> = {}): Promise<string> {
  app = await startApp({
    ...secrets,
    DATABASE_URL: process.env.DATABASE_URL ?? "",
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    DEEPSEEK_API_KEY: "scripted",
    ...env,
  });
  return app.url;
}

const trusted = { authorization: `Bearer ${secrets.METRICS_TOKEN}` };
const connectionsOf = async (name: string) =>
  (
    await row<{ count: number }>(
      `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1
         AND pid <> pg_backend_pid()`,
      [name],
    )
  ).count;

describe("readiness", () => {
  it("says what runs: version, commit, last migration and since when", async () => {
    const url = await start({ GIT_COMMIT: "0123456789abcdef" });
    const body = await (await fetch(`${url}/health/ready`)).json();
    expect(body).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      releaseId: "0123456789ab",
      migration: expect.stringMatching(/^\d{14}_\w+$/),
      serviceId: "replyonce",
      startedAt: expect.stringMatching(/^\d{4}-/),
    });
    expect(body.checks.database).toMatchObject([{ status: "pass", observedUnit: "ms" }]);
  });

  it("answers 200 probes at once over one connection of its own", async () => {
    const url = await start();
    const connections: number[] = [];
    let isProbing = true;
    const watch = (async () => {
      while (isProbing) {
        connections.push(await connectionsOf("replyonce-probe"));
        await sleep(5);
      }
    })();
    const answers = await Promise.all(Array.from({ length: 200 }, () => fetch(`${url}/health/ready`)));
    isProbing = false;
    await watch;
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(Math.max(...connections)).toBe(1);
    // Those with which start-up and readiness have said that all is well; 200 probes would want ten.
    expect(await connectionsOf("replyonce")).toBeLessThanOrEqual(2);
  });

  it("lists its checks for people, and the reasons only for those who may know them", async () => {
    const url = await start({ JOB_LEASE_SECONDS: "not a number" });
    const forAll = await fetch(`${url}/health/ready?verbose`);
    expect(forAll.status).toBe(503);
    const text = await forAll.text();
    expect(text).toContain("[+]database ok");
    expect(text).toContain("[-]environment failed: reason withheld");
    expect(text).toContain("health check failed");
    expect(await (await fetch(`${url}/health/ready`)).text()).not.toContain("JOB_LEASE_SECONDS");
    expect(await (await fetch(`${url}/health/ready?verbose`, { headers: trusted })).text()).toContain(
      "[-]environment failed: JOB_LEASE_SECONDS",
    );
    expect((await fetch(`${url}/health/ready?exclude=environment`)).status).toBe(200);
  });

  it("is a warning, not an outage, while no cron looks after the queue", async () => {
    const url = await start();
    await rows(`INSERT INTO "CronRun" (name, "startedAt", "finishedAt")
      VALUES ('run-outbound-jobs', now() - interval '1 hour', now() - interval '1 hour')`);
    const late = async () => {
      const response = await fetch(`${url}/health/ready`, { headers: trusted });
      const { status, notes } = await response.json();
      return response.status === 200 && status === "warn" && notes.join().includes("cron: ");
    };
    await waitUntil(late, { what: "the warning", timeoutMs: 5_000 });
    const headers = { authorization: `Bearer ${secrets.CRON_SECRET}` };
    expect((await fetch(`${url}/api/cron/run-outbound-jobs`, { headers })).status).toBe(200);
    const isWell = async () => (await (await fetch(`${url}/health/ready`)).json()).status === "pass";
    await waitUntil(isWell, { what: "the warning to go", timeoutMs: 5_000 });
  });

  it("warns where the deployment says another commit than the build was made from", async () => {
    const url = await start({
      GIT_COMMIT: "fffffffffffffff",
      BUILD_COMMIT: "ignored: it is part of the build",
    });
    const { notes, builtFrom } = await (await fetch(`${url}/health/ready`, { headers: trusted })).json();
    expect(notes).toContain(`release: Built from ${builtFrom}, deployed as ffffffffffff`);
    expect(builtFrom).toMatch(/^[0-9a-f]{12}$/);
  });

  it("turns red at SIGTERM while requests are still answered; then the process ends", async () => {
    const url = await start({ SHUTDOWN_DELAY_MS: "1500" });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const ended = app?.exited;
    process.kill(app?.pid ?? 0, "SIGTERM");
    await waitUntil(async () => (await fetch(`${url}/health/ready`)).status === 503, {
      what: "readiness to turn red",
      timeoutMs: 1_400,
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    await ended;
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });
});
