import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";
import { type Simulator, startSimulator } from "@/simulator";
import { waitUntil } from "../../scripts/local/processes";
import { createIntegration, newCustomer } from "../support/factories";
import { type AppProcess, postWebhook, secrets, startApp } from "../support/own-app";
import { rows } from "../support/own-database";
import { phoneNumberId } from "../support/own-system";
import { type ReplicatedPostgres, startReplicatedPostgres } from "../support/replicated-postgres";
import { envelope, textMessage, toBytes } from "../support/wire";

const MESSAGES = 150;
const EVERY_MS = 30;
/** Of the messages, before the primary dies. */
const DIES_AFTER = 50;

let postgres: ReplicatedPostgres;
let simulator: Simulator;
let app: AppProcess;

beforeAll(async () => {
  postgres = await startReplicatedPostgres();
  process.env.DATABASE_URL = postgres.url;
  reloadEnv();
  simulator = await startSimulator({
    accessTokens: [secrets.WHATSAPP_ACCESS_TOKEN],
    appSecret: secrets.WHATSAPP_APP_SECRET,
    rateLimits: { numberPerSecond: null, pairBurst: null },
    serviceWindow: { isEnforced: false },
  });
  await createIntegration({ phoneNumberId });
  app = await startApp({
    ...secrets,
    DATABASE_URL: postgres.url,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_API_URL: simulator.url,
    DEEPSEEK_API_KEY: "scripted",
    DEEPSEEK_BASE_URL: `${simulator.url}/ai/deepseek`,
    JOB_LEASE_SECONDS: "5",
    SEND_TIMEOUT_MS: "2000",
    SEND_RECONCILE_SECONDS: "60",
  });
  await simulator.control.configure({ webhookUrl: `${app.url}/api/webhooks/whatsapp` });
}, 120_000);

afterAll(async () => {
  await app?.stop();
  await simulator?.close();
  await disconnectDatabase();
  await postgres?.stop();
}, 60_000);

/** As Meta does: again until it is taken. @returns how often it was refused. */
async function deliver(from: string, text: string): Promise<number> {
  const body = toBytes(envelope(phoneNumberId, { messages: [textMessage(from, text)] }));
  for (let refused = 0; ; refused += 1) {
    const answer = await postWebhook(app.url, body);
    if (answer.ok) return refused;
    expect(answer.status).toBe(503);
    await sleep(500);
  }
}

/** What the cron does, which takes up what broken runs have left. */
async function tick(): Promise<void> {
  const headers = { authorization: `Bearer ${secrets.CRON_SECRET}` };
  await (await fetch(`${app.url}/api/cron/run-outbound-jobs`, { headers })).text();
}

it("when the primary dies and its replica is promoted, the app follows: no message is lost, none is answered twice", async () => {
  const customers = Array.from({ length: MESSAGES }, newCustomer);
  const delivering: Promise<number>[] = [];
  for (const [at, from] of customers.entries()) {
    delivering.push(deliver(from, `question ${at}`));
    if (at === DIES_AFTER) postgres.killPrimary();
    if (at === DIES_AFTER + 20) await postgres.promoteReplica();
    await sleep(EVERY_MS);
  }
  const refused = await Promise.all(delivering);
  // Or it has died when nobody was writing.
  expect(Math.max(...refused)).toBeGreaterThan(0);

  const open = () =>
    rows(
      `SELECT id, status, "errorCode" FROM "OutboundJob" WHERE status NOT IN ('done', 'failed', 'cancelled')`,
    );
  await waitUntil(
    async () => {
      await tick();
      return (await open()).length === 0;
    },
    { what: "everything to be answered", timeoutMs: 40_000 },
  );
  const answers = await Promise.all(
    customers.map(async (recipient) => (await simulator.control.effects({ recipient })).length),
  );
  expect(answers).toEqual(customers.map(() => 1));
  expect(await rows(`SELECT count(*)::int AS n FROM "OutboundJob" WHERE status = 'done'`)).toEqual([
    { n: MESSAGES },
  ]);
});
