import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { describe, expect, inject, it } from "vitest";
import { administrate, ownDatabase, row, rows } from "../support/own-database";

ownDatabase();

/** The real CLI, as `npx prisma` runs it, where its native engine cannot be downloaded. */
function prisma(databaseUrl: string, ...args: string[]) {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const done = spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: databaseUrl, DIRECT_URL: "", CHECKPOINT_DISABLE: "1" },
  });
  return { code: done.status, said: done.stdout + done.stderr };
}

const own = () => process.env.DATABASE_URL ?? "";
const DIFF = [
  "migrate",
  "diff",
  "--from-config-datasource",
  "--to-schema",
  "prisma/schema.prisma",
  "--exit-code",
];

describe("the Prisma CLI with nothing but npm", { timeout: 60_000 }, () => {
  it("finds the migrated database up to date and equal to the schema", () => {
    expect(prisma(own(), "migrate", "status")).toMatchObject({
      code: 0,
      said: expect.stringContaining("up to date"),
    });
    expect(prisma(own(), ...DIFF)).toMatchObject({ code: 0 });
  });

  it("sees drift", async () => {
    await rows(`ALTER TABLE "Lead" ADD COLUMN extra TEXT NOT NULL DEFAULT ''`);
    expect(prisma(own(), ...DIFF)).toMatchObject({ code: 2, said: expect.stringContaining("Lead") });
    await rows(`ALTER TABLE "Lead" DROP COLUMN extra`);
  });

  it("creates a database that does not exist and migrates it", async () => {
    const url = new URL(inject("databaseServer"));
    url.pathname = `/created_${process.pid}`;
    expect(prisma(url.href, "migrate", "deploy")).toMatchObject({
      code: 0,
      said: expect.stringContaining("applied"),
    });
    await administrate(`DROP DATABASE created_${process.pid}`);
  });

  it("says in Prisma's words when nobody answers", () => {
    const result = prisma("postgresql://postgres@127.0.0.1:9/nothing", "migrate", "deploy");
    expect(result).toMatchObject({ code: 1, said: expect.stringContaining("P1001") });
  });

  it("reports a failed migration and how far it came", async () => {
    await rows(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%baseline'`);
    expect(prisma(own(), "migrate", "deploy")).toMatchObject({
      code: 1,
      said: expect.stringContaining("P3009"),
    });
    await rows(`UPDATE _prisma_migrations SET finished_at = now()`);
  });

  it("applies the mend of the drift by hand, twice, without complaint", async () => {
    await rows(`ALTER TABLE "Conversation" DROP COLUMN "deletedAt"`);
    const { readFile } = await import("node:fs/promises");
    const sql = await readFile(
      "prisma/migrations/20251230122512_fix_schema_drift_deleted_at_snoozed_until/migration.sql",
      "utf8",
    );
    await rows(sql);
    await rows(sql);
    const { found } = await row(`SELECT count(*)::int AS found FROM information_schema.columns
      WHERE (table_name, column_name) IN (('Conversation', 'deletedAt'), ('Notification', 'snoozedUntil'))`);
    expect(found).toBe(2);
    // PostgreSQL has dropped the column's later indexes with it.
    await rows(await readFile("prisma/migrations/20261122200205_conversation_tabs/migration.sql", "utf8"));
    expect(prisma(own(), ...DIFF)).toMatchObject({ code: 0 });
  });
});
