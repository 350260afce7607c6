import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ChaosPostgres } from "../../scripts/chaos/chaos-postgres";
import { applyMigrations } from "../../scripts/db/apply-migrations";
import { localFolder, serverUser } from "../../scripts/local/postgres-binaries";
import { waitUntil } from "../../scripts/local/processes";
import { newCustomer } from "../support/factories";
import { type AppProcess, postWebhook, secrets, startApp } from "../support/own-app";
import { errorOf, phoneNumberId } from "../support/own-system";
import { envelope, textMessage, toBytes } from "../support/wire";

const DOWN_MS = 6_000; // Long enough for everything that is looked at meanwhile.

let home: string;
let postgres: ChaosPostgres; // A server of its own, because this test stops it.
let app: AppProcess;

beforeAll(async () => {
  home = join(localFolder(serverUser()), `test-${process.pid}-outage`);
  postgres = await ChaosPostgres.start(home);
  await applyMigrations(postgres.url, "quiet");
  await query(
    `INSERT INTO "Organization" (id, name, slug, "updatedAt") VALUES ('o', 'Outage', 'outage', now())`,
  );
  await query(`INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId", "updatedAt")
    VALUES ('i', 'o', 'Outage', '${phoneNumberId}', now())`);
  app = await startApp({
    ...secrets,
    DATABASE_URL: postgres.url,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_API_URL: "http://127.0.0.1:9",
  });
}, 120_000);

afterAll(async () => {
  await app.stop();
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
});

async function query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const isAway = () =>
  query("SELECT 1").then(
    () => false,
    () => true,
  );
const statusOf = async (path: string) => (await fetch(`${app.url}${path}`)).status;
const storedAs = (wamid: string) =>
  query<{ status: string }>(`SELECT status FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`, [
    wamid,
  ]);

it("while PostgreSQL is stopped the app lives, is not ready, acknowledges nothing, and comes back by itself", async () => {
  expect(await statusOf("/health/ready")).toBe(200);
  const restarted = postgres.restart("fast", DOWN_MS);
  await waitUntil(isAway, { what: "PostgreSQL to be away", timeoutMs: 10_000 });

  const askedAt = performance.now();
  expect(await statusOf("/health/live")).toBe(200);
  await waitUntil(async () => (await statusOf("/health/ready")) === 503, {
    what: "readiness to turn red",
    timeoutMs: 3_000,
  });
  expect(performance.now() - askedAt).toBeLessThan(3_000);
  const message = textMessage(newCustomer(), "while it is away");
  const body = toBytes(envelope(phoneNumberId, { messages: [message] }));
  for (let times = 0; times < 5; times += 1)
    expect(await errorOf(await postWebhook(app.url, body))).toMatchObject({
      status: 503,
      code: "DATABASE_UNAVAILABLE",
    });
  expect(await statusOf("/health/live")).toBe(200);
  expect(app.output.join("\n")).not.toContain("DB-MISMATCH");

  expect(await isAway()).toBe(true); // Or the above has looked at something else.
  await restarted;
  await waitUntil(async () => (await statusOf("/health/ready")) === 200, {
    what: "readiness",
    timeoutMs: 10_000,
  });
  expect(await storedAs(message.id)).toEqual([]);
  expect((await postWebhook(app.url, body)).status).toBe(200);
  expect(await storedAs(message.id)).toHaveLength(1);
});

it("a PostgreSQL that is frozen does not freeze the probes", async () => {
  await waitUntil(async () => (await statusOf("/health/ready")) === 200, {
    what: "readiness",
    timeoutMs: 10_000,
  });
  const probes = await query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'replyonce-probe'`,
  );
  expect(probes).toHaveLength(1);
  for (const probe of probes) process.kill(probe.pid, "SIGSTOP");
  try {
    const red = async () => {
      const askedAt = performance.now();
      const status = await statusOf("/health/ready");
      return status === 503 ? performance.now() - askedAt : undefined;
    };
    const tookMs = await waitUntil(red, { what: "readiness to turn red", timeoutMs: 8_000 });
    expect(tookMs).toBeLessThan(3_000);
    expect(await statusOf("/health/live")).toBe(200);
  } finally {
    for (const probe of probes) process.kill(probe.pid, "SIGCONT");
  }
  await waitUntil(async () => (await statusOf("/health/ready")) === 200, {
    what: "readiness",
    timeoutMs: 10_000,
  });
});
