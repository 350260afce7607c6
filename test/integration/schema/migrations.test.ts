import { describe, expect, inject, it } from "vitest";
import { expected, inspectSchema, summarise, verifySchema } from "@/domain/schema";
import { readMigrationFiles } from "../../../scripts/db/read-release";
import { withScratchDatabase } from "../../../scripts/db/take-snapshot";
import { ownDatabase } from "../../support/own-database";
import { askThrough, tryMutant } from "../../support/schema/mutant";
import { ownClient } from "../../support/schema/own-client";

ownDatabase();
const own = ownClient();

const DEPLOY = "npx prisma migrate deploy";
const names = expected.migrations.map(({ name }) => name);

/** What is found after statements that are taken back afterwards. */
async function lookAfter(statements: string[], purpose: "deploy" | "runtime" = "deploy") {
  await own.client.query("BEGIN");
  try {
    for (const sql of statements) await own.client.query(sql);
    const { findings } = await inspectSchema({ ask: askThrough(own.client), purpose });
    return findings.filter(({ severity }) => severity === "fail");
  } finally {
    await own.client.query("ROLLBACK");
  }
}

const briefly = (found: Awaited<ReturnType<typeof lookAfter>>) => found.map(({ id, mend }) => [id, mend]);
const unknown = (name: string) =>
  `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
   VALUES (gen_random_uuid(), 'x', '${name}', now(), 1)`;

describe.each(names)("migration %s", (name) => {
  const where = `WHERE migration_name = '${name}'`;

  it("that was not applied is pending", async () => {
    const found = await lookAfter([`DELETE FROM _prisma_migrations ${where}`]);
    expect(briefly(found)).toEqual([[`migration_pending:${name}`, DEPLOY]]);
  });

  it("that was rolled back is pending", async () => {
    const found = await lookAfter([`UPDATE _prisma_migrations SET rolled_back_at = now() ${where}`]);
    expect(briefly(found)).toEqual([[`migration_pending:${name}`, DEPLOY]]);
  });

  it("that was begun and not finished has failed", async () => {
    const found = await lookAfter([
      `UPDATE _prisma_migrations SET finished_at = NULL, logs = 'ERROR: no\nmore' ${where}`,
    ]);
    expect(briefly(found)).toEqual([
      [`migration_failed:${name}`, `npx prisma migrate resolve --rolled-back ${name} && ${DEPLOY}`],
    ]);
    expect(found[0]?.actual).toBe("begun and not finished: ERROR: no");
  });

  it("that was edited after it was applied is named, and mended by its SQL", async () => {
    const sql = `UPDATE _prisma_migrations SET checksum = 'other' ${where}`;
    expect(await tryMutant(own.client, { name, sql, names: `migration_edited:${name}` })).toMatchObject({
      complaint: "",
    });
  });
});

describe("a database that is behind", () => {
  it.each(names.slice(0, -1))("and ends at %s is brought up to date by deploying alone", async (last) => {
    const there = readMigrationFiles().filter(({ name }) => name <= last);
    const findings = await withScratchDatabase(inject("databaseServer"), async (client) => {
      await client.query(`CREATE TABLE _prisma_migrations (migration_name text, checksum text, finished_at timestamptz,
        started_at timestamptz DEFAULT now(), rolled_back_at timestamptz, logs text)`);
      for (const { name, checksum, sql } of there) {
        await client.query(sql);
        await client.query("INSERT INTO _prisma_migrations VALUES ($1, $2, now())", [name, checksum]);
      }
      return await verifySchema({ ask: askThrough(client) });
    });
    const failing = findings.filter(({ severity }) => severity === "fail");
    expect(new Set(failing.map(({ mend }) => mend))).toEqual(new Set([DEPLOY]));
    const pending = names.filter((name) => name > last).map((name) => `migration_pending:${name}`);
    expect(failing.map(({ id }) => id)).toEqual(expect.arrayContaining(pending));
    const columns = failing.filter(({ kind }) => kind === "column_missing");
    for (const { id } of columns) expect(summarise(findings)).toContain(id);
  });

  it("is mended by the migrations that make what is missing, not by hand", async () => {
    const found = await lookAfter([
      "DELETE FROM _prisma_migrations WHERE migration_name LIKE '%send_limits_and_retries'",
      'DROP TABLE "SendRate"',
      'ALTER TABLE "OutboundJob" DROP COLUMN "author"',
      'CREATE UNIQUE INDEX "OutboundJob_inboundMessageId_key" ON "OutboundJob" ("inboundMessageId")',
      'ALTER TABLE "Conversation" DROP COLUMN "deletedAt"',
    ]);
    const byHand = found.filter(({ mend }) => mend !== DEPLOY).map(({ id }) => id);
    expect(found.map(({ id }) => id)).toContain("table_missing:SendRate");
    expect(byHand).toEqual([
      "column_missing:Conversation.deletedAt",
      // PostgreSQL drops a column's indexes with it.
      "index_missing:Conversation_closed",
      "index_missing:Conversation_deleted",
      "index_missing:Conversation_deletedAt_idx",
      "index_missing:Conversation_open",
    ]);
  });

  it("without Prisma's table is to be told which migrations it has", async () => {
    const [found] = await lookAfter(["DROP TABLE _prisma_migrations"]);
    expect(found).toMatchObject({ kind: "migration_table_missing", mendBy: "command" });
    expect(found?.mend).toBe(
      names.map((name) => `npx prisma migrate resolve --applied ${name}`).join(" && "),
    );
  });

  it("where the tables are gone and the migrations are not has each table named", async () => {
    const tables = own.live.tables.filter(({ name }) => name !== "_prisma_migrations");
    const found = await lookAfter([`DROP TABLE ${tables.map(({ name }) => `"${name}"`).join(", ")}`]);
    const missing = found.filter(({ kind }) => kind === "table_missing").map(({ subject }) => subject);
    expect(missing.toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
  });
});

describe("a database that is ahead", () => {
  const newer = "20990101000000_of_the_next_release";
  const more = 'ALTER TABLE "Lead" ADD COLUMN score int';

  it("fails a deploy when nothing shows that its migration only adds", async () => {
    expect((await lookAfter([unknown(newer)])).map(({ id }) => id)).toEqual([`migration_unknown:${newer}`]);
    expect((await lookAfter([unknown("20260115000000_of_a_branch"), more])).map(({ kind }) => kind)).toEqual([
      "migration_unknown",
    ]);
  });

  it("is a warning when it only has more", async () => {
    expect(await lookAfter([unknown(newer), more])).toEqual([]);
  });

  it("does not send a running process out of service, unless something is missing", async () => {
    expect(await lookAfter([unknown(newer)], "runtime")).toEqual([]);
    const broken = await lookAfter([unknown(newer), 'ALTER TABLE "Lead" DROP COLUMN "details"'], "runtime");
    expect(broken.map(({ kind }) => kind)).toEqual(["migration_unknown", "column_missing"]);
  });

  it("and one that is only slower neither", async () => {
    expect(await lookAfter(['DROP INDEX "Lead_contactId_idx"'], "runtime")).toEqual([]);
    expect((await lookAfter(['DROP INDEX "Lead_contactId_idx"'])).map(({ kind }) => kind)).toEqual([
      "index_missing",
    ]);
  });
});
