import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readMetrics } from "@/domain/health";
import { exitCodeOf } from "../../../scripts/local/check-report";
import { freePort } from "../../../scripts/local/free-port";
import { type VerifyOptions, verifyMonitoring } from "../../../scripts/monitoring/verify-monitoring";
import { commandFile } from "../../support/command-file";
import { ownDatabase, rows } from "../../support/own-database";
import { recordingServer } from "../../support/recording-server";
import { setEnv } from "../../support/with-env";

ownDatabase();
const app = recordingServer();
const slack = recordingServer();
const sentry = recordingServer();
const folder = mkdtempSync(join(tmpdir(), "monitoring-"));
const METRICS_TOKEN = "canary-metrics-token";
let served = "";

beforeAll(async () => {
  await rows(
    `INSERT INTO "CronRun" (name, "startedAt") VALUES ('run-outbound-jobs', now() - interval '30 seconds')`,
  );
  served = (await readMetrics()).text;
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  serve(served);
  setEnv({
    METRICS_TOKEN,
    LOG_LEVEL: "info",
    SENTRY_DSN: `http://canarykey@127.0.0.1:${sentry.port}/1`,
    SLACK_WEBHOOK_URL: `${slack.url}/services/canary`,
  });
});

/** The product's own metrics behind its token, on a server that the test can change. */
function serve(text: string): void {
  app.answer = (response, { headers }) => {
    const isAllowed = headers.authorization === `Bearer ${METRICS_TOKEN}`;
    response.writeHead(isAllowed ? 200 : 401).end(isAllowed ? text : "");
  };
}

async function verify(options: VerifyOptions = {}) {
  const checks = await verifyMonitoring({ url: app.url, ...options });
  const bad = checks.filter(({ status }) => status !== "pass").map(({ name, status }) => `${status} ${name}`);
  return { checks, bad, exitCode: exitCodeOf(checks) };
}

describe("a deployment whose monitoring is complete", () => {
  it("passes, and nothing is sent anywhere unless asked", async () => {
    expect(await verify()).toMatchObject({ bad: [], exitCode: 0 });
    expect([...slack.requests, ...sentry.requests]).toEqual([]);
  });

  it("delivers a test event and a test message when asked", async () => {
    expect(await verify({ sendTest: true })).toMatchObject({ bad: [], exitCode: 0 });
    expect(slack.requests[0]?.body).toContain("[TEST]");
    expect(sentry.requests[0]?.body).toContain("Test event");
  });
});

describe("what is missing is found", () => {
  it("no METRICS_TOKEN, or not the deployment's", async () => {
    setEnv({ METRICS_TOKEN: undefined });
    expect(await verify()).toMatchObject({ bad: ["fail metrics"], exitCode: 1 });
    setEnv({ METRICS_TOKEN: "another-metrics-token" });
    expect(await verify()).toMatchObject({ bad: ["fail metrics"], exitCode: 1 });
  });

  it("metrics that everybody may read", async () => {
    app.answer = (response) => void response.end(served);
    expect(await verify()).toMatchObject({ bad: ["fail metrics token"], exitCode: 1 });
  });

  it("a metric that is not served any more", async () => {
    serve(served.replaceAll("replyonce_webhook_ack_seconds", "replyonce_renamed"));
    const { checks, exitCode } = await verify();
    expect(checks).toContainEqual({
      name: "metrics",
      status: "fail",
      detail: "Not served: replyonce_webhook_ack_seconds",
    });
    expect(exitCode).toBe(1);
  });

  it.each(["301", "NaN", "Nan"])("a cron that began %s seconds ago", async (age) => {
    serve(served.replace(/^replyonce_cron_age_seconds .*$/m, `replyonce_cron_age_seconds ${age}`));
    expect(await verify()).toMatchObject({ bad: ["fail cron heartbeat"], exitCode: 1 });
  });

  it("optional services: a warning each, and it holds", async () => {
    setEnv({ SENTRY_DSN: undefined, SLACK_WEBHOOK_URL: undefined });
    expect(await verify()).toMatchObject({ bad: ["warn sentry", "warn slack"], exitCode: 0 });
  });

  it("services that are configured and do not take anything", async () => {
    sentry.answer = (response) => void response.writeHead(403).end();
    slack.answer = (response) => void response.writeHead(404).end();
    expect(await verify({ sendTest: true })).toMatchObject({
      bad: ["fail sentry", "fail slack"],
      exitCode: 1,
    });
  });

  it("variables that cannot be what they should", async () => {
    setEnv({ SENTRY_DSN: "canary-not-a-dsn", SLACK_WEBHOOK_URL: "canary-not-a-url" });
    const { checks, exitCode } = await verify();
    expect(exitCode).toBe(1);
    expect(JSON.stringify(checks)).toContain("SENTRY_DSN is not a Sentry DSN");
    expect(JSON.stringify(checks)).not.toContain("canary");
  });

  it.each([
    ["silent", "fail log level", 1],
    ["error", "warn log level", 0],
    ["debug", "warn log level", 0],
  ])("LOG_LEVEL=%s", async (level, bad, exitCode) => {
    setEnv({ LOG_LEVEL: level });
    expect(await verify()).toMatchObject({ bad: [bad], exitCode });
  });

  it("a run-book without the section of an alert", async () => {
    const operations = join(folder, "operations.md");
    writeFileSync(operations, "## Alerts\n");
    expect(await verify({ operations })).toMatchObject({ bad: ["fail run-books"], exitCode: 1 });
  });

  it("a log with a start that never listened", async () => {
    const logs = join(folder, "app.log");
    const line = (seconds: number, msg: string) =>
      JSON.stringify({ pid: 1, time: new Date(seconds * 1_000).toISOString(), msg });
    writeFileSync(logs, [line(0, "[STARTUP] Not reached"), line(90, "x")].join("\n"));
    expect(await verify({ logs })).toMatchObject({ bad: ["fail log: start without listening"], exitCode: 1 });
    writeFileSync(logs, line(0, "Listening on port 3000"));
    expect(await verify({ logs })).toMatchObject({ bad: [], exitCode: 0 });
  });
});

it("what could not be checked is told apart from what does not hold", async () => {
  const away = `http://127.0.0.1:${await freePort(39_300)}`;
  expect(await verify({ url: away })).toMatchObject({ bad: ["unknown metrics"], exitCode: 2 });
  setEnv({ APP_URL: undefined });
  expect(await verify({ url: undefined })).toMatchObject({ bad: ["unknown metrics"], exitCode: 2 });
  expect(await verify({ logs: join(folder, "none.log") })).toMatchObject({
    bad: ["unknown log"],
    exitCode: 2,
  });
});

describe("the command", () => {
  const run = (...args: string[]) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const child = spawn(process.execPath, [commandFile("verify-monitoring"), ...args], {
        env: { ...process.env, METRICS_TOKEN, LOG_LEVEL: "info" },
      });
      let output = "";
      child.stdout.on("data", (chunk) => {
        output += chunk;
      });
      child.on("close", (code) => resolve({ code, output }));
    });

  it("prints a table and ends with what holds", async () => {
    const { code, output } = await run("--url", app.url);
    expect(output).toMatch(/^PASS +metrics +\d+ expected metrics are served$/m);
    expect(code).toBe(0);
  });

  it("prints JSON and ends with 1 where something does not hold, with 2 where it cannot know or is not understood", async () => {
    serve("");
    const { code, output } = await run("--url", app.url, "--json");
    expect(JSON.parse(output)).toMatchObject({ ok: false });
    expect(code).toBe(1);
    expect((await run("--url", "http://127.0.0.1:9", "--json")).code).toBe(2);
    expect((await run("--nonsense")).code).toBe(2);
    expect((await run("--help")).code).toBe(0);
  });
});
