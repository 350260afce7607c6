import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkSchema, type SchemaCheckOptions } from "../../../scripts/db/check-schema";
import { reportSchema } from "../../../scripts/db/schema-report";
import { administrate, ownDatabase, row, rows } from "../../support/own-database";

// Each way in which the database cannot be looked at, or is the wrong one, has an answer of its own.

ownDatabase();

const PASSWORD = "s3cret-of-the-test";
const suffix = Math.random().toString(36).slice(2, 8);
const role = (name: string) => `${name}_${suffix}`;

/** The test's own database, seen by somebody or through something. */
function url(
  changes: { user?: string; password?: string; database?: string; query?: Record<string, string> } = {},
): string {
  const made = new URL(process.env.DATABASE_URL ?? "");
  if (changes.user) made.username = changes.user;
  if (changes.password) made.password = changes.password;
  if (changes.database) made.pathname = `/${changes.database}`;
  for (const [name, value] of Object.entries(changes.query ?? {})) made.searchParams.set(name, value);
  return made.href;
}

const check = (options: SchemaCheckOptions) => checkSchema({ waitMs: 0, ...options });

/** Exit code and what was said: ids of failing findings, or the code of the problem. */
async function answer(options: SchemaCheckOptions) {
  const { exitCode, findings, problem } = await check(options);
  const failing = findings.filter(({ severity }) => severity === "fail").map(({ id }) => id);
  return [exitCode, ...failing, ...(problem ? [problem.code] : [])];
}

describe("a database that is all right", () => {
  it("passes", async () => {
    const report = await check({ databaseUrl: url() });
    expect(report).toMatchObject({ exitCode: 0, findings: [] });
    expect(reportSchema(report)).toContain("Schema verification PASSED");
  });

  it("passes within a second", async () => {
    const took: number[] = [];
    for (let run = 0; run < 3; run += 1) took.push((await check({ databaseUrl: url() })).elapsedMs);
    expect(Math.min(...took)).toBeLessThan(1_000); // The machine has other work as well.
  });

  it("passes on a connection that can only read", async () => {
    const query = { options: "-c default_transaction_read_only=on" };
    expect(await check({ databaseUrl: url({ query }) })).toMatchObject({ exitCode: 0, findings: [] });
  });
});

describe("no way in", () => {
  let hbaFile = "";
  let before = "";

  beforeAll(async () => {
    await administrate(`CREATE ROLE ${role("guarded")} LOGIN PASSWORD '${PASSWORD}'`);
    await administrate(`CREATE ROLE ${role("unwelcome")} LOGIN`);
    // The test server trusts everybody; these two rules only speak of roles of this test.
    hbaFile = (await row<{ hba_file: string }>("SHOW hba_file")).hba_file;
    before = readFileSync(hbaFile, "utf8");
    const rules = [
      `host all ${role("guarded")} all scram-sha-256`,
      `host all ${role("unwelcome")} all reject`,
    ];
    writeFileSync(hbaFile, `${rules.join("\n")}\n${before}`);
    await rows("SELECT pg_reload_conf()");
  });
  afterAll(async () => {
    const rules = readFileSync(hbaFile, "utf8")
      .split("\n")
      .filter((line) => !line.includes(suffix));
    writeFileSync(hbaFile, rules.join("\n"));
    for (const name of ["guarded", "unwelcome"]) await administrate(`DROP ROLE ${role(name)}`);
  });

  it("wrong password", async () => {
    const right = url({ user: role("guarded"), password: PASSWORD });
    expect((await check({ databaseUrl: right })).problem).toBeUndefined();
    const wrong = url({ user: role("guarded"), password: "wrong" });
    expect(await answer({ databaseUrl: wrong })).toEqual([2, "WRONG_PASSWORD"]);
    expect(reportSchema(await check({ databaseUrl: wrong }))).not.toContain("wrong@");
  });

  it("a user who is not let in", async () => {
    expect(await answer({ databaseUrl: url({ user: role("unwelcome") }) })).toEqual([2, "ACCESS_REFUSED"]);
  });

  it("no such database", async () => {
    expect(await answer({ databaseUrl: url({ database: "nobody_made_this" }) })).toEqual([
      2,
      "NO_SUCH_DATABASE",
    ]);
  });

  it("nobody listens", async () => {
    expect(await answer({ databaseUrl: "postgresql://u:p@127.0.0.1:9/x" })).toEqual([2, "HOST_DOWN"]);
  });

  it("nobody of that name", async () => {
    expect(await answer({ databaseUrl: "postgresql://u:p@nowhere.invalid/x" })).toEqual([2, "UNKNOWN_HOST"]);
  });

  it("somebody who says nothing", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const { port } = silent.address() as { port: number };
    expect(await answer({ databaseUrl: `postgresql://u:p@127.0.0.1:${port}/x` })).toEqual([2, "NO_ANSWER"]);
    silent.close();
  });

  it("no URL, or none of PostgreSQL", async () => {
    expect(await answer({})).toEqual([2, "NO_DATABASE_URL"]);
    expect(await answer({ databaseUrl: "mysql://u@h/x" })).toEqual([2, "NO_DATABASE_URL"]);
  });
});

describe("the wrong place", () => {
  it("an empty database", async () => {
    const name = `empty_${suffix}`;
    await administrate(`CREATE DATABASE ${name}`);
    expect(await answer({ databaseUrl: url({ database: name }) })).toEqual([1, `database_empty:${name}`]);
    await administrate(`DROP DATABASE ${name}`);
  });

  it("another schema", async () => {
    await rows("CREATE SCHEMA elsewhere");
    const there = url({ query: { options: "-c search_path=elsewhere" } });
    expect(await answer({ databaseUrl: there })).toEqual([1, "wrong_schema:elsewhere"]);
    await rows("DROP SCHEMA elsewhere");
    expect(await answer({ databaseUrl: there })).toEqual([1, "wrong_schema:search_path"]);
  });

  it("our own schema, under another name that the URL leads to, is the right place", async () => {
    await rows("ALTER SCHEMA public RENAME TO shop");
    const there = url({ query: { options: "-c search_path=shop" } });
    expect(await answer({ databaseUrl: there })).toEqual([0]);
    await rows("ALTER SCHEMA shop RENAME TO public");
  });

  it("two databases for one application", async () => {
    const name = `second_${suffix}`;
    await administrate(`CREATE DATABASE ${name}`);
    const both = { directUrl: url(), databaseUrl: url({ database: name }) };
    expect(await answer(both)).toEqual([1, "two_databases:DATABASE_URL"]);
    await administrate(`DROP DATABASE ${name}`);
  });

  it("DIRECT_URL is preferred, and a pooler that cannot be reached from here is no reason to fail", async () => {
    const pooler = "postgresql://u:p@db-pooler.invalid:6543/x?pgbouncer=true";
    const report = await check({ directUrl: url(), databaseUrl: pooler });
    expect(report.exitCode).toBe(0);
    expect(report.findings.map(({ id }) => id)).toEqual(["not_compared:DATABASE_URL", "not_compared:role u"]);
  });

  it("a pooler, where migrations would go through it", async () => {
    const through = url({ query: { pgbouncer: "true" } });
    expect(await answer({ databaseUrl: through })).toEqual([1, "pooler_for_migrations:127.0.0.1"]);
  });

  it("a database that takes no writes", async () => {
    const { name } = await row<{ name: string }>("SELECT current_database() AS name");
    await rows(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    expect(await answer({ databaseUrl: url() })).toEqual([1, "read_only:database"]);
    await administrate(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  });

  it("a database with another clock is worth a warning, since every column keeps its zone", async () => {
    const query = { options: "-c timezone=America/Sao_Paulo" };
    const { exitCode, findings } = await check({ databaseUrl: url({ query }) });
    expect([exitCode, ...findings.map(({ kind }) => kind)]).toEqual([0, "time_zone"]);
    expect((await check({ databaseUrl: url({ query }), isStrict: true })).exitCode).toBe(1);
  });
});

describe("what a role may do", () => {
  const looker = role("looker");
  const worker = role("worker");

  beforeAll(async () => {
    const { name } = await row<{ name: string }>("SELECT current_database() AS name");
    for (const each of [looker, worker]) await administrate(`CREATE ROLE ${each} LOGIN`);
    await rows(`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`);
    await rows("REVOKE ALL ON SCHEMA public FROM PUBLIC");
  });
  afterAll(async () => {
    for (const each of [looker, worker]) {
      await rows(`DROP OWNED BY ${each}`);
      await administrate(`DROP ROLE ${each}`);
    }
  });

  it("each missing privilege is named with the GRANT that gives it, until looking is possible", async () => {
    const { name } = await row<{ name: string }>("SELECT current_database() AS name");
    const databaseUrl = url({ user: looker });
    expect(await answer({ databaseUrl })).toEqual([2, "MISSING_PRIVILEGE"]);
    await rows(`GRANT CONNECT ON DATABASE ${name} TO ${looker}`);
    expect(await answer({ databaseUrl })).toEqual([2, "unreadable:schema public"]);
    await rows(`GRANT USAGE ON SCHEMA public TO ${looker}`);
    expect(await answer({ databaseUrl })).toEqual([2, "unreadable:_prisma_migrations"]);
    await rows(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${looker}`);
    const { exitCode, findings } = await check({ databaseUrl });
    expect([exitCode, ...findings.map(({ id }) => id)]).toEqual([
      0,
      `sequence_unseen:${looker}`,
      `reads_only:${looker}`,
    ]);
    await rows(findings[0]?.mend ?? "");
    expect((await check({ databaseUrl })).findings.map(({ id }) => id)).toEqual([`reads_only:${looker}`]);
  });

  it("the application's own role is asked for everything the application does", async () => {
    await rows(`GRANT USAGE ON SCHEMA public TO ${worker}`);
    await rows(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${worker}`);
    await rows(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${worker}`);
    const options = { databaseUrl: url(), applicationRole: worker };
    expect(await answer(options)).toEqual([0]);
    await rows(`REVOKE INSERT ON "OutboundJob" FROM ${worker}`);
    await rows(`REVOKE ALL ON SEQUENCE "Message_id_seq" FROM ${worker}`);
    expect(await answer(options)).toEqual([
      1,
      "privilege_missing:OutboundJob",
      "privilege_missing:Message_id_seq",
    ]);
    for (const { mend } of (await check(options)).findings) await rows(mend);
    expect(await answer(options)).toEqual([0]);
  });
});

describe("somebody else at work", () => {
  const other = () => new pg.Client({ connectionString: url() });

  it("a migration under way is waited for, and told when it does not end", async () => {
    const migrator = other();
    await migrator.connect();
    await migrator.query("SELECT pg_advisory_lock(72707369)");
    expect(await answer({ databaseUrl: url() })).toEqual([1, "migration_lock_held:72707369"]);
    const waiting = check({ databaseUrl: url(), waitMs: 15_000 });
    await migrator.end();
    expect((await waiting).exitCode).toBe(0);
  });

  it("a table that is locked is told with who holds it", async () => {
    const migrator = other();
    await migrator.connect();
    await migrator.query('BEGIN; LOCK TABLE "Message" IN ACCESS EXCLUSIVE MODE');
    const { exitCode, problem } = await check({ databaseUrl: url() });
    expect([exitCode, problem?.code]).toEqual([2, "LOCKED"]);
    expect(problem?.message).toContain('"Message" by process');
    await migrator.end();
  });
});

describe("findings somebody has accepted", () => {
  it("are told and fail no longer; what is accepted and not there is told as well", async () => {
    await rows('ALTER TABLE "Lead" ALTER COLUMN "details" DROP DEFAULT');
    const id = "column_default:Lead.details";
    expect(await answer({ databaseUrl: url() })).toEqual([1, id]);
    const { exitCode, findings } = await check({ databaseUrl: url(), allow: [id, "gone:x"], isStrict: true });
    expect([exitCode, ...findings.map(({ id: each }) => each)]).toEqual([0, id, "allowed_unused:gone:x"]);
    await rows(`ALTER TABLE "Lead" ALTER COLUMN "details" SET DEFAULT '{}'`);
  });
});
