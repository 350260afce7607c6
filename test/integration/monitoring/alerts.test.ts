import { spawn } from "node:child_process";
import { once } from "node:events";
import { beforeEach, describe, expect, it } from "vitest";
import { type Alert, lookForAlerts, raiseAlert, resolveAlert } from "@/domain/alerts";
import { circuit } from "@/infra/circuit/circuit";
import { disconnectDatabase } from "@/infra/database/prisma";
import { countErrors } from "@/infra/monitoring/count-errors";
import { metrics } from "@/infra/monitoring/metrics";
import { reloadEnv } from "@/lib/env";
import { log } from "@/lib/logger";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { freePort } from "../../../scripts/local/free-port";
import { createIntegration, customerWrites, newCustomer, receiveChange } from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";
import { recordingServer } from "../../support/recording-server";
import { setEnv } from "../../support/with-env";

ownDatabase();
const slack = recordingServer();

beforeEach(async () => {
  setEnv({
    SLACK_WEBHOOK_URL: `${slack.url}/services/canary-webhook-secret`,
    APP_URL: "https://bot.example.org",
    GIT_COMMIT: "0123456789abcdef",
  });
  for (const name of ["alerts-told", "circuits", "recent-errors"]) forgetOncePerProcess(name);
  metrics().alerts.reset();
  await rows(`TRUNCATE "AlertState", "CronRun", "OutboundJob", webhook_delivery_log, "Organization" CASCADE`);
});

const drift: Alert = { kind: "schema_drift", subject: "", detail: "2 differences" };

/** What Slack has been told, oldest first. */
const told = () => slack.requests.map(({ body }) => JSON.parse(body).text as string);
const isTold = (outcome: string) =>
  metrics()
    .alerts.get()
    .then(({ values }) => values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0);

/** Lets time pass for what has been told. */
async function pass(minutes: number): Promise<void> {
  await rows(
    `UPDATE "AlertState" SET "sentAt" = "sentAt" - $1 * interval '1 minute',
    "lastSeenAt" = "lastSeenAt" - $1 * interval '1 minute', "raisedAt" = "raisedAt" - $1 * interval '1 minute'`,
    [minutes],
  );
}

describe("an alert", () => {
  it("says how bad, what, where, and which section of the run-book helps", async () => {
    await raiseAlert({
      kind: "number_stopped",
      subject: "phone number id 106540352242922",
      detail: "Code 190 <b> & 2026-11-22",
    });
    expect(told()).toEqual([
      [
        "[CRITICAL] Meta refuses everything of a business number (phone number id 106540352242922)",
        "Code 190 &lt;b&gt; &amp; 2026-11-22",
        "Run-book: docs/OPERATIONS.md, Alert: a business number is stopped",
        "replyonce 0.1.0 · 0123456789ab · https://bot.example.org",
      ].join("\n"),
    ]);
    expect(await isTold("sent")).toBe(1);
  });

  it("that twenty see at the same time is told once", async () => {
    await Promise.all(Array.from({ length: 20 }, () => raiseAlert(drift)));
    expect(told()).toHaveLength(1);
  });

  it("is told once though every process that starts sees it, and again when ALERT_REPEAT_MINUTES are over", async () => {
    setEnv({ ALERT_REPEAT_MINUTES: "30" });
    for (let starts = 0; starts < 3; starts += 1) {
      forgetOncePerProcess("alerts-told"); // All that a process knows by itself.
      await raiseAlert(drift);
    }
    await pass(29);
    await raiseAlert(drift);
    expect(told()).toHaveLength(1);
    await pass(2);
    await Promise.all([raiseAlert(drift), raiseAlert(drift)]);
    expect(told()).toHaveLength(2);
  });

  it("that three processes see when they start is told by one of them", async () => {
    const script = `const { raiseAlert } = await import("./src/domain/alerts/index.ts");
      const { disconnectDatabase } = await import("./src/infra/database/prisma.ts");
      await raiseAlert({ kind: "startup_failed", subject: "", detail: "three at once" });
      await disconnectDatabase();`;
    const args = ["--import", "tsx", "--input-type=module", "-e", script];
    const ends = Array.from({ length: 3 }, () => once(spawn(process.execPath, args), "exit"));
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0, 0]);
    expect(told()).toHaveLength(1);
  });

  it("of one subject does not hide that of another", async () => {
    await raiseAlert({ ...drift, subject: "a" });
    await raiseAlert({ ...drift, subject: "b" });
    expect(told()).toHaveLength(2);
  });

  it("holds no secret, number or text, even where its detail does", async () => {
    setEnv({ JOB_RUNNER_TOKEN: "canary-runner-token" });
    const detail = 'canary-runner-token "canary text of a customer" +55 11 91234-5678 wamid.HBgNcanary';
    await raiseAlert({ ...drift, detail });
    expect(told()).toHaveLength(1);
    expect(slack.requests[0]?.body).not.toMatch(/canary|91234/);
  });
});

describe("the end of an alert", () => {
  it("is told once, by whoever finds that nobody has seen it for five minutes", async () => {
    await raiseAlert({ kind: "queue_late", subject: "", detail: "late" });
    await pass(4);
    await lookForAlerts();
    expect(told()).toHaveLength(1);
    await pass(2);
    await Promise.all([lookForAlerts(), lookForAlerts(), lookForAlerts()]);
    expect(told().slice(1)).toEqual([
      expect.stringMatching(/^\[RESOLVED\] Customers wait for answers\nIt began at /),
    ]);
    await raiseAlert({ kind: "queue_late", subject: "", detail: "late again" });
    expect(told()).toHaveLength(3);
  });

  it("is not told while it is still seen, told or not", async () => {
    const late: Alert = { kind: "queue_late", subject: "", detail: "late" };
    await raiseAlert(late);
    await pass(4);
    await raiseAlert(late);
    await pass(4);
    await lookForAlerts();
    expect(told()).toHaveLength(1);
  });

  it("of what nobody looks for again waits for the word", async () => {
    await raiseAlert(drift);
    await pass(50);
    await lookForAlerts();
    expect(told()).toHaveLength(1);
    await Promise.all([resolveAlert("schema_drift"), resolveAlert("schema_drift")]);
    await resolveAlert("startup_failed");
    expect(told()).toHaveLength(2);
    expect(told()[1]).toContain("[RESOLVED]");
  });
});

describe("Slack", () => {
  it("can be a bot's channel as well", async () => {
    setEnv({
      SLACK_WEBHOOK_URL: undefined,
      SLACK_BOT_TOKEN: "xoxb-canary-token",
      SLACK_CHANNEL: "C123",
      SLACK_API_URL: `${slack.url}/api`,
    });
    slack.answer = (response) => void response.end('{"ok":true}');
    await raiseAlert(drift);
    expect(slack.requests[0]).toMatchObject({
      path: "/api/chat.postMessage",
      headers: { authorization: "Bearer xoxb-canary-token" },
    });
    expect(JSON.parse(slack.requests[0]?.body ?? "")).toMatchObject({ channel: "C123" });
    expect(await isTold("sent")).toBe(1);
  });

  it("that does not take an alert gets it again after a minute, not after an hour", async () => {
    slack.answer = (response) => void response.writeHead(500).end();
    await raiseAlert(drift);
    expect(await isTold("failed")).toBe(1);
    await raiseAlert(drift);
    expect(slack.requests).toHaveLength(1);
    await pass(2);
    slack.answer = (response) => void response.end("ok");
    await raiseAlert(drift);
    expect(slack.requests).toHaveLength(2);
    expect(await isTold("sent")).toBe(1);
  });

  it("whose API says 200 and not ok has not taken it", async () => {
    setEnv({
      SLACK_WEBHOOK_URL: undefined,
      SLACK_BOT_TOKEN: "xoxb-canary-token",
      SLACK_CHANNEL: "C123",
      SLACK_API_URL: slack.url,
    });
    slack.answer = (response) => void response.end('{"ok":false,"error":"channel_not_found"}');
    await raiseAlert(drift);
    expect(await isTold("failed")).toBe(1);
  });

  it.each(["hangs", "refuses"])("that %s fails nobody and costs seconds at most", async (how) => {
    slack.answer = () => undefined;
    if (how === "refuses") setEnv({ SLACK_WEBHOOK_URL: `http://127.0.0.1:${await freePort(39_100)}/x` });
    const startedAt = performance.now();
    await raiseAlert(drift);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(await isTold("failed")).toBe(1);
  });

  it("that is not configured leaves the log", async () => {
    setEnv({ SLACK_WEBHOOK_URL: undefined });
    await raiseAlert(drift);
    expect(slack.requests).toEqual([]);
    expect(await isTold("logged")).toBe(1);
  });
});

it("while the database is away each process tells once what it knows", async () => {
  const databaseUrl = process.env.DATABASE_URL;
  await disconnectDatabase();
  try {
    process.env.DATABASE_URL = `postgresql://nobody@127.0.0.1:${await freePort(39_200)}/none`;
    reloadEnv();
    const startUp: Alert = { kind: "startup_failed", subject: "", detail: "no database" };
    for (let n = 0; n < 3; n += 1) await raiseAlert(startUp);
    await lookForAlerts();
    await resolveAlert("startup_failed");
    expect(told()).toHaveLength(1);
  } finally {
    await disconnectDatabase();
    process.env.DATABASE_URL = databaseUrl;
    reloadEnv();
  }
});

describe("what is looked for", () => {
  const found = async () => {
    await lookForAlerts();
    return (
      await rows<{ kind: string; subject: string }>(
        `SELECT kind, subject FROM "AlertState" ORDER BY kind, subject`,
      )
    ).map(({ kind, subject }) => `${kind} ${subject}`.trim());
  };

  it("is nothing where all is well", async () => {
    const { phoneNumberId } = await createIntegration();
    await customerWrites(phoneNumberId, newCustomer(), "hello");
    await rows(`INSERT INTO "CronRun" (name, "startedAt") VALUES ('run-outbound-jobs', now() - interval '100 seconds'),
      ('cleanup', now() - interval '20 hours')`);
    expect(await found()).toEqual([]);
  });

  it("is a queue older than five minutes, unless its number waits on purpose", async () => {
    const { id, phoneNumberId } = await createIntegration();
    await customerWrites(phoneNumberId, newCustomer(), "hello");
    await rows(`UPDATE "OutboundJob" SET "runAt" = now() - interval '301 seconds'`);
    await rows(`UPDATE "Integration" SET "pausedUntil" = now() + interval '1 hour' WHERE id = $1`, [id]);
    expect(await found()).toEqual([]);
    await rows(`UPDATE "Integration" SET "pausedUntil" = NULL WHERE id = $1`, [id]);
    expect(await found()).toEqual(["queue_late"]);
    const { detail } = await row<{ detail: string }>(`SELECT detail FROM "AlertState"`);
    expect(detail).toMatch(/since 30\d seconds/);
  });

  it("is a number that Meta refuses, a webhook that waits and a cron that does not come", async () => {
    const { id, phoneNumberId } = await createIntegration();
    await rows(
      `UPDATE "Integration" SET status = 'STOPPED', "stoppedAt" = now(), "stoppedCode" = '190' WHERE id = $1`,
      [id],
    );
    await rows(
      `INSERT INTO webhook_delivery_log (id, request_id, raw_body, status) VALUES (gen_random_uuid(), 'x', '', 'parked')`,
    );
    await rows(
      `INSERT INTO "CronRun" (name, "startedAt") VALUES ('run-outbound-jobs', now() - interval '301 seconds')`,
    );
    expect(await found()).toEqual([
      "cron_late run-outbound-jobs",
      `number_stopped phone number id ${phoneNumberId}`,
      "parked_deliveries",
    ]);
  });

  it("is a circuit that is open in this process", async () => {
    setEnv({ CIRCUIT_FAILURES: "1" });
    await circuit("deepseek").call(
      async () => "bad",
      () => "bad",
    );
    expect(await found()).toEqual(["circuit_open deepseek"]);
  });

  it("is many errors of one component within five minutes", async () => {
    countErrors();
    setEnv({ ALERT_ERROR_COUNT: "5" });
    for (let n = 0; n < 4; n += 1) log("error", "[WEBHOOK] Item cannot be stored");
    log("error", "[CRON] something else");
    expect(await found()).toEqual([]);
    log("error", "[WEBHOOK] Item cannot be stored");
    expect(await found()).toEqual(["error_rate webhook"]);
  });
});

describe("what Meta says of an account, a number or a template", () => {
  const kinds = async () => {
    await lookForAlerts();
    return await rows(`SELECT kind, subject FROM "AlertState" WHERE "resolvedAt" IS NULL ORDER BY kind`);
  };

  it("is an alert while it is so", async () => {
    const { id, phoneNumberId } = await createIntegration();
    await rows(`TRUNCATE "AccountEvent"`);
    const update = (state: string, time: number) => {
      const value = { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: state } };
      return receiveChange("account_update", value, { id: "77", time });
    };
    const now = Math.floor(Date.now() / 1000);
    await update("DISABLE", now);
    await rows(`UPDATE "Integration" SET "qualityRating" = 'RED' WHERE id = $1`, [id]);
    await rows(
      `WITH template AS (
         INSERT INTO "Template" (id, "integrationId", name, language, category, status)
         VALUES ('reminder', $1, 'reminder', 'en', 'UTILITY', 'PAUSED'), ('unused', $1, 'unused', 'en', 'UTILITY', 'PAUSED'))
       INSERT INTO "IntegrationTemplate" ("integrationId", purpose, name, language) VALUES ($1, 'reply', 'reminder', 'en')`,
      [id],
    );

    expect(await kinds()).toEqual([
      { kind: "account_restricted", subject: "account 77" },
      { kind: "number_quality", subject: `phone number id ${phoneNumberId}` },
      { kind: "template_unusable", subject: `template reminder (en) of phone number id ${phoneNumberId}` },
    ]);

    await rows(`TRUNCATE "AlertState"`);
    await update("REINSTATE", now + 60);
    await rows(`UPDATE "Integration" SET "qualityRating" = 'GREEN'`);
    await rows(`UPDATE "Template" SET status = 'APPROVED'`);
    expect(await kinds()).toEqual([]);
  });
});
