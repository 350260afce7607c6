import { describe, expect, it } from "vitest";
import { definitionOf } from "@/domain/schema/foreign-keys/key-sql";
import type { PromisedKey, Relation } from "@/domain/schema/foreign-keys/relation";
import { apply, findings, keyRelations, verify } from "../../../support/foreign-keys";
import { ownDatabase, row, rows } from "../../../support/own-database";
import { isTried } from "../../../support/schema/tried";

ownDatabase();

type Key = Relation & { key: PromisedKey };

/** What can be wrong with one key, and what it is then called. */
const faults: { name: string; kind: string; cause(key: Key): Promise<unknown> }[] = [
  { name: "is gone", kind: "missing", cause: (key) => remake(key) },
  { name: "is NOT VALID", kind: "not_valid", cause: (key) => remake(key, `${definitionOf(key)} NOT VALID`) },
  {
    name: "is deferrable",
    kind: "deferrable",
    cause: (key) => rows(`ALTER TABLE "${key.table}" ALTER CONSTRAINT "${key.key.name}" DEFERRABLE`),
  },
  {
    name: "is deferred",
    kind: "deferrable",
    cause: (key) =>
      rows(`ALTER TABLE "${key.table}" ALTER CONSTRAINT "${key.key.name}" DEFERRABLE INITIALLY DEFERRED`),
  },
  {
    name: "does something else on delete",
    kind: "wrong_action",
    cause: (key) => {
      const other = key.key.onDelete === "CASCADE" ? "NO ACTION" : "CASCADE";
      return remake(
        key,
        definitionOf(key).replace(/ON DELETE (.*) ON UPDATE/, `ON DELETE ${other} ON UPDATE`),
      );
    },
  },
  {
    name: "does something else on update",
    kind: "wrong_action",
    cause: (key) => remake(key, definitionOf(key).replace(/ON UPDATE .*$/, "ON UPDATE RESTRICT")),
  },
  {
    name: "points to another table",
    kind: "wrong_target",
    cause: (key) => {
      const others = key.types[0] === "text" ? ["KnowledgeDocument", "User"] : ["AuditEvent"];
      const other = others.find((table) => table !== key.targetTable);
      return remake(key, definitionOf(key).replace(/REFERENCES "\w+"/, `REFERENCES "${other}"`));
    },
  },
  { name: "has its triggers off", kind: "disabled", cause: (key) => switchTriggers(key, "DISABLE TRIGGER") },
  {
    name: "has its own table's triggers off",
    kind: "disabled",
    cause: (key) => switchTriggers(key, "DISABLE TRIGGER", key.table),
  },
  {
    name: "has the other table's triggers off",
    kind: "disabled",
    cause: (key) => switchTriggers(key, "DISABLE TRIGGER", key.targetTable),
  },
  {
    name: "fires for replication only",
    kind: "disabled",
    cause: (key) => switchTriggers(key, "ENABLE REPLICA TRIGGER"),
  },
  { name: "has no index", kind: "unindexed", cause: dropIndexes },
  {
    name: "has an index whose building failed",
    kind: "unindexed",
    cause: async (key) => {
      for (const { index } of await servingIndexes(key))
        await rows("UPDATE pg_index SET indisvalid = false WHERE indexrelid = $1::regclass", [`"${index}"`]);
    },
  },
];

function remake({ table, key }: Key, definition?: string) {
  const add = definition ? `, ADD CONSTRAINT "${key.name}" ${definition}` : "";
  return rows(`ALTER TABLE "${table}" DROP CONSTRAINT "${key.name}"${add}`);
}

async function switchTriggers({ key }: Key, how: string, onlyOf?: string) {
  const triggers = await rows<{ name: string; table: string }>(
    `SELECT g.tgname AS name, c.relname AS table FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
     WHERE g.tgconstraint = (SELECT oid FROM pg_constraint WHERE conname = $1)`,
    [key.name],
  );
  for (const { name, table } of triggers)
    if (!onlyOf || onlyOf === table) await rows(`ALTER TABLE "${table}" ${how} "${name}"`);
}

/** Told by PostgreSQL, not by the code that is tested: whole indexes that begin with the column. */
function servingIndexes({ table, columns }: Key) {
  return rows<{ index: string; constraint: string | null }>(
    `SELECT i.relname AS index, k.conname AS constraint FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
     JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
     LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.contype IN ('p', 'u')
     WHERE x.indrelid = $1::regclass AND x.indpred IS NULL AND a.attname = $2`,
    [`"${table}"`, columns[0]],
  );
}

async function dropIndexes(key: Key) {
  for (const { index, constraint } of await servingIndexes(key))
    await rows(
      constraint ? `ALTER TABLE "${key.table}" DROP CONSTRAINT "${constraint}"` : `DROP INDEX "${index}"`,
    );
}

it("expects the foreign keys that the migrations make, and no other", async () => {
  const live = await rows<{ name: string; definition: string }>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE contype = 'f' ORDER BY 1`,
  );
  const expected = keyRelations.map((key) => ({ name: key.key.name, definition: definitionOf(key) }));
  const plain = (keys: typeof live) =>
    keys
      .map(({ name, definition }) => `${name}: ${definition.replaceAll('"', "").replace(/ ?\(/g, " (")}`)
      .toSorted();
  expect(plain(expected)).toEqual(
    plain(live).map((line) =>
      line.replace(/ON UPDATE CASCADE ON DELETE (.*)$/, "ON DELETE $1 ON UPDATE CASCADE"),
    ),
  );
});

describe.each(keyRelations.map((key, at) => ({ key, at, name: key.name })))("$name", ({ key, at }) => {
  it.each(faults.filter((_, fault) => isTried(at + fault)))(
    "is found when the key $name, and holds again when it is mended",
    async ({ kind, cause }) => {
      await cause(key);
      const report = await verify();
      expect(report).toMatchObject({ status: "does not hold", findings: [{ id: `${kind}:${key.name}` }] });
      expect(report.findings).toHaveLength(1);
      await apply(report.findings[0]?.mend ?? []);
      expect(await findings(key.name)).toEqual([]);
    },
  );

  it("holds in the end, under its own name", async () => {
    expect((await verify()).status).toBe("holds");
    const { found } = await row("SELECT count(*)::int AS found FROM pg_constraint WHERE conname = $1", [
      key.key.name,
    ]);
    expect(found).toBe(1);
  });
});
