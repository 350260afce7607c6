import { beforeAll, describe, expect, it } from "vitest";
import { expected } from "@/domain/schema";
import { INBOX_ROLE, inOrganization } from "@/infra/database/in-organization";
import { pool } from "@/infra/database/pool";
import { fillEveryTable } from "../../support/foreign-keys";
import { ownDatabase, rows } from "../../support/own-database";

// Row-level security by itself: statements that name no organization at all.

ownDatabase();
beforeAll(fillEveryTable);

const ofOrganizations = expected.tables.filter(
  ({ name, columns }) =>
    name === "Organization" || columns.some((column) => column.name === "organizationId"),
);
/** What the inbox reads and has no organization of its own. */
const ofParents = ["ConversationLabel", "Template", "IntegrationTemplate"];
/** What it has no business with. */
const outOfReach = expected.tables
  .map(({ name }) => name)
  .filter((name) => !ofOrganizations.some((table) => table.name === name) && !ofParents.includes(name));

const asked: string[] = [];

function seen(organizationId: string, sql: string): Promise<Record<string, unknown>[]> {
  return inOrganization(organizationId, (ask) => ask({ name: `test_${asked.push(sql)}`, text: sql }));
}

describe("the inbox's role", () => {
  it.each(ofOrganizations.map(({ name }) => name))(
    "sees of %s what is its organization's, and nothing else",
    async (table) => {
      const column = table === "Organization" ? "id" : "organizationId";
      const [everything] = await rows(
        `SELECT count(*)::int AS n, count(DISTINCT "${column}")::int AS organizations FROM "${table}"`,
      );
      expect(everything?.organizations).toBe(2);
      for (const organization of ["org-1", "org-2"]) {
        const found = await seen(organization, `SELECT DISTINCT "${column}" AS organization FROM "${table}"`);
        expect(found).toEqual([{ organization }]);
      }
      expect(await seen("org-3", `SELECT * FROM "${table}"`)).toEqual([]);
      expect(await seen("", `SELECT * FROM "${table}"`)).toEqual([]);
    },
  );

  it.each(ofParents)("sees of %s what belongs to its organization's rows", async (table) => {
    const [one] = await seen("org-1", `SELECT count(*)::int AS n FROM "${table}"`);
    const [both] = await rows(`SELECT count(*)::int AS n FROM "${table}"`);
    expect([one?.n, both?.n]).toEqual([1, 2]);
    expect(await seen("org-3", `SELECT * FROM "${table}"`)).toEqual([]);
  });

  it.each(outOfReach)("cannot read %s", async (table) => {
    await expect(seen("org-1", `SELECT * FROM "${table}"`)).rejects.toMatchObject({ code: "42501" });
  });

  it("can change nothing", async () => {
    for (const { name } of expected.tables)
      for (const sql of [`DELETE FROM "${name}"`, `INSERT INTO "${name}" DEFAULT VALUES`])
        await expect(seen("org-1", sql)).rejects.toMatchObject({ code: "42501" });
    await expect(seen("org-1", `UPDATE "Contact" SET phone = ''`)).rejects.toMatchObject({ code: "42501" });
  });

  it("is nobody's before and after the transaction, and is left behind by one that fails", async () => {
    await inOrganization("org-1", async (ask) => {
      expect(await ask({ name: "test_who", text: "SELECT current_user AS who" })).toEqual([
        { who: INBOX_ROLE },
      ]);
    });
    await inOrganization("org-1", async (ask) => ask({ name: "test_wrong", text: "SELECT 1 / 0" })).catch(
      () => undefined,
    );
    const clients = await Promise.all(Array.from({ length: 5 }, () => pool().connect()));
    for (const client of clients) {
      const { rows: found } = await client.query(
        `SELECT current_user AS who, current_setting('replyonce.organization_id', true) AS organization`,
      );
      expect(found[0]?.who).not.toBe(INBOX_ROLE);
      expect(found[0]?.organization ?? "").toBe("");
      client.release();
    }
  });

  it("has no attribute that would lift it over the wall", async () => {
    expect(
      await rows(
        `SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreaterole FROM pg_roles WHERE rolname = $1`,
        [INBOX_ROLE],
      ),
    ).toEqual([{ rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false }]);
  });
});

it("a role that is neither the owner nor the inbox works on as before: ingest and queue know no wall", async () => {
  await rows(`DO $$ BEGIN CREATE ROLE test_worker; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
  await rows(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO test_worker`);
  const client = await pool().connect();
  try {
    await client.query("BEGIN; SET LOCAL ROLE test_worker");
    expect((await client.query(`SELECT DISTINCT "organizationId" FROM "Contact"`)).rows).toHaveLength(2);
    expect((await client.query(`UPDATE "Contact" SET phone = phone`)).rowCount).toBe(4);
    expect(
      (await client.query(`INSERT INTO "AiSpending" ("organizationId", day) VALUES ('org-1', '2020-01-01')`))
        .rowCount,
    ).toBe(1);
  } finally {
    await client.query("ROLLBACK");
    client.release();
    await rows(`DROP OWNED BY test_worker`);
  }
});
