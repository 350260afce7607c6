import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seed } from "../../../scripts/db/seed-rows";
import { exitCodeOf } from "../../../scripts/local/check-report";
import { checkReadinessForProduction } from "../../../scripts/readiness/readiness";
import { type Setup, setUp } from "../../../scripts/readiness/setup";
import { ownDatabase, rows } from "../../support/own-database";
import { ownSimulator } from "../../support/own-simulator";
import { runShell } from "../../support/run-shell";
import { type Change, changes, checkouts, fieldsOf, good } from "./changes";

ownDatabase();
const simulator = ownSimulator();

let circuits = [{ name: "meta", state: "closed" }];
const app = createServer((_, response) => response.end(JSON.stringify({ status: "pass", circuits })));
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  await seed(() => undefined);
  await beat();
});
afterAll(() => {
  app.close();
  rmSync(checkouts, { recursive: true });
});

const beat = () =>
  rows(`INSERT INTO "CronRun" (name, "startedAt", "finishedAt")
    SELECT name, now(), now() FROM unnest(ARRAY['run-outbound-jobs', 'cleanup']) AS name
    ON CONFLICT (name) DO UPDATE SET "startedAt" = now(), "finishedAt" = now()`);

/** The lines that are not green, by name. */
async function lines({ variables = {}, wishes = {}, sql, undo }: Change = {}) {
  const all: Setup["variables"] = { ...good, DATABASE_URL: process.env.DATABASE_URL, ...variables };
  if (sql) await rows(sql);
  try {
    const checks = await checkReadinessForProduction(
      setUp(all, { plan: "pro", isLive: false, fksSeconds: 15, folder: process.cwd(), url, ...wishes }),
    );
    const off = checks.filter(({ status }) => status !== "pass");
    const text = JSON.stringify(checks);
    return { off: Object.fromEntries(off.map(({ name, status }) => [name, status])), text, checks };
  } finally {
    if (undo) await rows(undo);
  }
}

describe("a good set-up", () => {
  it("passes in every line, and the report shows no value", async () => {
    const { off, text, checks } = await lines();
    expect(off).toEqual({});
    expect(exitCodeOf(checks)).toBe(0);
    for (const value of Object.values(good).filter((each) => each.length > 20 && !/^https/.test(each)))
      expect(text).not.toContain(value);
  });

  it("is asked for one live answer of each AI where that is wanted", async () => {
    const { checks } = await lines({ wishes: { isLive: true } });
    const live = checks.filter(({ name }) => name.startsWith("ai live"));
    expect(live).toMatchObject([
      { name: "ai live: deepseek", status: "pass" },
      { name: "ai live: openai", status: "pass" },
    ]);
    await simulator.meta.addFault({ target: "ai:openai", action: { type: "http-error", status: 401 } });
    expect((await lines({ wishes: { isLive: true } })).off).toEqual({ "ai live: openai": "fail" });
  });
});

describe("each thing that does not hold turns its line, and no other", () => {
  it.each(changes)("%s", async (_, change, off) => {
    expect((await lines(change)).off).toEqual(off);
  });

  it("a circuit is open", async () => {
    circuits = [{ name: "meta", state: "open" }];
    expect((await lines()).off).toEqual({ "circuit breakers": "warn" });
    circuits = [{ name: "meta", state: "closed" }];
  });

  it("the database is away: its checks could not be done, the others could", async () => {
    const { checks } = await lines({ variables: fieldsOf("DATABASE_URL") });
    const named = (status: string) =>
      checks.filter((check) => check.status === status).map(({ name }) => name);
    expect(named("unknown")).toEqual(
      expect.arrayContaining(["database", "schema", "foreign keys", "idempotency", "queue"]),
    );
    expect(named("fail")).toEqual(["variables"]);
    expect(named("pass")).toContain("ai keys");
  });
});

describe("the command", () => {
  const command = (rest: string, variables: Record<string, string> = {}) =>
    runShell(`npm run --silent readiness -- --url ${url} ${rest}`, {
      ...good,
      ...unconfigured,
      ...variables,
      DATABASE_URL: process.env.DATABASE_URL ?? "",
    });
  /** What ownSimulator has put into this process. */
  const unconfigured = { WHATSAPP_API_URL: "", DEEPSEEK_BASE_URL: "", OPENAI_BASE_URL: "" };

  it("ends with 0, 1 or 2, and says what to type", async () => {
    const ready = await command("--plan pro");
    expect(ready.output).toContain("Readiness PASSED");
    expect(ready.exitCode).toBe(0);
    const weak = await command("--json", { CRON_SECRET: "short-one" });
    expect(JSON.parse(weak.output)).toMatchObject({ ok: false, exitCode: 1 });
    expect(weak.output).toContain("openssl rand");
    expect(weak.exitCode).toBe(1);
    expect((await command("--plan free")).exitCode).toBe(2);
  });
});
