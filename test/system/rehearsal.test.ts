// docs/DB_FIX_RUNBOOK.md, walked: its SQL makes the outage, its commands mend it.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "@/simulator";
import { waitUntil } from "../../scripts/local/processes";
import { blocksOf } from "../support/documents";
import { createIntegration, newCustomer, repliesTo } from "../support/factories";
import { type AppProcess, postWebhook, secrets, startApp } from "../support/own-app";
import { ownDatabase, row, rows } from "../support/own-database";
import { phoneNumberId } from "../support/own-system";
import { rewindToBaseline } from "../support/rewind-to-baseline";
import { runShell } from "../support/run-shell";
import { envelope, textMessage, toBytes } from "../support/wire";

const RUNBOOK = "docs/DB_FIX_RUNBOOK.md";
const [verify = ""] = blocksOf(RUNBOOK, "See it", "sh");
const [deploy = ""] = blocksOf(RUNBOOK, "Mend it", "sh");
const [verifyAgain = ""] = blocksOf(RUNBOOK, "See that it is well again", "sh");
const [outage = ""] = blocksOf(RUNBOOK, "Rehearse it", "sql");

ownDatabase();

let app: AppProcess;
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({
    accessTokens: [secrets.WHATSAPP_ACCESS_TOKEN],
    appSecret: secrets.WHATSAPP_APP_SECRET,
    serviceWindow: { isEnforced: false },
  });
});

afterEach(async () => {
  await app.stop();
  await simulator.close();
});

const trusted = { authorization: `Bearer ${secrets.METRICS_TOKEN}` };
const isReady = async () => (await fetch(`${app.url}/health/ready`)).ok;
const runCron = () =>
  fetch(`${app.url}/api/cron/run-outbound-jobs`, {
    headers: { authorization: `Bearer ${secrets.CRON_SECRET}` },
  });

/** In the run-book's own words. */
async function asOnThatNight(): Promise<void> {
  await createIntegration({ phoneNumberId });
  await rows(outage);
}

async function atTheBaseline(): Promise<void> {
  await rewindToBaseline();
  await rows(`INSERT INTO "Organization" (id, name, slug) VALUES ('o', 'Test business', 'test')`);
  await rows(
    `INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId") VALUES ('i', 'o', 'Test number', $1)`,
    [phoneNumberId],
  );
}

describe("a database without the two columns", () => {
  it.each([
    ["as on that night", asOnThatNight],
    ["with no migration but the first", atTheBaseline],
  ])(
    "%s, loses nothing, is loud everywhere, and ends with one command and no restart",
    async (_, prepare) => {
      await prepare();
      app = await startApp({
        ...secrets,
        DATABASE_URL: process.env.DATABASE_URL ?? "",
        WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
        WHATSAPP_API_URL: simulator.url,
        DEEPSEEK_API_KEY: "scripted",
        DEEPSEEK_BASE_URL: `${simulator.url}/ai/deepseek`,
      });
      await simulator.control.configure({ webhookUrl: `${app.url}/api/webhooks/whatsapp` });

      // Readiness is red and names both columns to those who may know.
      const ready = await fetch(`${app.url}/health/ready`, { headers: trusted });
      const notes = JSON.stringify((await ready.json()).notes);
      expect(ready.status).toBe(503);
      expect(notes).toContain("column_missing:Conversation.deletedAt");
      expect(notes).toContain("column_missing:Notification.snoozedUntil");
      expect(await (await fetch(`${app.url}/health/ready`)).text()).not.toContain("deletedAt");
      expect((await fetch(`${app.url}/health/live`)).status).toBe(200);

      // Webhooks are refused with the sentence and kept.
      const customers = [newCustomer(), newCustomer(), newCustomer()];
      for (const customer of customers) {
        const body = toBytes(
          envelope(phoneNumberId, { messages: [textMessage(customer, "are you there?")] }),
        );
        for (const _delivery of ["first", "again"]) {
          const response = await postWebhook(app.url, body);
          expect([response.status, (await response.json()).error]).toEqual([
            500,
            { code: "DB_MISMATCH", message: "DB migrations not applied. Run: npx prisma migrate deploy" },
          ]);
        }
      }
      expect(await rows(`SELECT DISTINCT status FROM webhook_delivery_log`)).toEqual([{ status: "parked" }]);

      // The runner refuses, also under the cron, and the log has said why once, not six times.
      const run = await fetch(`${app.url}/api/jobs/run-outbound`, {
        method: "POST",
        headers: { authorization: `Bearer ${secrets.JOB_RUNNER_TOKEN}` },
      });
      expect([run.status, (await run.json()).error.code]).toEqual([500, "DB_MISMATCH"]);
      expect((await runCron()).status).toBe(500);
      expect(await rows(`SELECT 1 FROM "OutboundMessageLog"`)).toEqual([]);
      const refusals = app
        .log()
        .filter(({ msg, code }) => msg.startsWith("[DB-MISMATCH]") && String(code).startsWith("42"));
      expect(refusals).toHaveLength(1);
      expect(refusals[0]?.error).toMatch(/deletedAt|ErasedContact/);

      const seen = await runShell(verify);
      expect(seen.output).toContain("Conversation.deletedAt");
      expect(seen.output).toContain("Notification.snoozedUntil");
      expect(seen.output).toContain("prisma migrate deploy");
      expect(seen.exitCode).toBe(1);

      const deployed = await runShell(deploy);
      expect([deployed.exitCode, deployed.output]).toEqual([0, expect.stringContaining("20251230122512")]);

      // What waits is played again by the next cron, each message is answered once, and everything is green.
      await waitUntil(async () => (await runCron()).ok, { what: "the cron", timeoutMs: 10_000 });
      for (const customer of customers) {
        await waitUntil(async () => (await repliesTo(customer)).length > 0, {
          what: "the answer",
          timeoutMs: 15_000,
        });
      }
      await waitUntil(isReady, { what: "readiness", timeoutMs: 10_000 });
      for (const customer of customers) expect(await repliesTo(customer)).toHaveLength(1);
      const { sent } = await row<{ sent: number }>(`SELECT count(*)::int AS sent FROM "OutboundMessageLog"`);
      expect(sent).toBe(customers.length);
      const again = await runShell(verifyAgain.replaceAll("\n", " && "));
      expect([again.exitCode, again.output]).toEqual([0, again.output]);
    },
  );
});
