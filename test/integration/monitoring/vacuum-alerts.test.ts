import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lookForAlerts } from "@/domain/alerts";
import { ownDatabase, rows } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

ownDatabase();

const alerts = (kind: string) =>
  rows<{ subject: string; detail: string }>(`SELECT subject, detail FROM "AlertState" WHERE kind = $1`, [
    kind,
  ]);

let other: pg.Client;

beforeEach(async () => {
  setEnv({ ALERT_TRANSACTION_MINUTES: "0" });
  await rows(`TRUNCATE "AlertState"`);
  other = new pg.Client({ connectionString: process.env.DATABASE_URL, application_name: "forgotten report" });
  await other.connect();
});

afterEach(() => other.end());

describe("operators are told of", () => {
  it("an idle transaction that holds back vacuum, and by whom it is held", async () => {
    await other.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await other.query(`SELECT 1 FROM "CronRun"`);
    const { rows: own } = await other.query("SELECT pg_backend_pid() AS pid");
    await lookForAlerts();
    expect(await alerts("vacuum_held")).toEqual([
      {
        subject: "",
        detail: `A transaction is open since 0 minutes, state "idle in transaction", application "forgotten report", user "postgres", pid ${own[0].pid}`,
      },
    ]);
  });

  it("none that is younger than ALERT_TRANSACTION_MINUTES, or over", async () => {
    await other.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await other.query(`SELECT 1 FROM "CronRun"`);
    setEnv({ ALERT_TRANSACTION_MINUTES: "1" });
    await lookForAlerts();
    setEnv({ ALERT_TRANSACTION_MINUTES: "0" });
    await other.query("COMMIT");
    await lookForAlerts();
    expect(await alerts("vacuum_held")).toEqual([]);
  });

  it("none that holds back nothing", async () => {
    await other.query("BEGIN");
    await other.query("SELECT 1");
    await lookForAlerts();
    expect(await alerts("vacuum_held")).toEqual([]);
  });

  it("a table in which dead rows pile up", async () => {
    await other.query(`ALTER TABLE rate_limit SET (autovacuum_enabled = false)`);
    await other.query(
      `INSERT INTO rate_limit (key, points) SELECT 'k' || i, 1 FROM generate_series(1, 120000) i`,
    );
    await lookForAlerts();
    expect(await alerts("dead_rows")).toEqual([]);
    await other.query("DELETE FROM rate_limit");
    await other.query("SELECT pg_stat_force_next_flush()");
    await lookForAlerts();
    expect(await alerts("dead_rows")).toEqual([
      { subject: "table rate_limit", detail: "120000 rows are dead beside 0 that are not" },
    ]);
  });
});
