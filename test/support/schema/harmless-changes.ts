// Changes that break nothing: whatever of them is made, verification stays green.

import type { LiveCatalogue } from "@/domain/schema";
import { tablesOf } from "./object-mutants";

const alter = (table: { name: string }, action: string) => `ALTER TABLE "${table.name}" ${action}`;

/** Every kind with its statements, for all tables at once. `namedInCode` must keep its names. */
export function harmlessChanges(live: LiveCatalogue, namedInCode: string[]): Record<string, string[]> {
  const tables = tablesOf(live);
  const free = <Named extends { name: string }>(list: Named[]) =>
    list.filter(({ name }) => !namedInCode.includes(name));
  const indexes = tables.flatMap((table) => free(table.indexes).map((index) => ({ table, index })));
  const columns = tables.flatMap((table) => table.columns.map((column) => ({ table, column })));
  const inIndex = tables.flatMap((table) =>
    table.indexes.flatMap(({ keys, where = "" }) => [where, ...keys.map(({ of }) => of)]),
  );
  const inCheck = tables.flatMap(({ checks }) => checks.map(({ expression }) => expression));
  const isFree = (name: string) => ![...inIndex, ...inCheck].some((text) => text.includes(name));
  const counted = columns.filter(({ column }) => column.sequence);

  return {
    "an index more": tables.map(
      (table) =>
        `CREATE INDEX ON "${table.name}" ("${table.columns.at(-1)?.name}", "${table.columns[0]?.name}")`,
    ),
    "a nullable column more": tables.map((table) => alter(table, "ADD COLUMN extra text")),
    "a required column with a default more": tables.map((table) =>
      alter(table, "ADD COLUMN extra int NOT NULL DEFAULT 0"),
    ),
    "a generated column more": tables.map((table) =>
      alter(table, "ADD COLUMN extra int GENERATED ALWAYS AS (1) STORED"),
    ),
    "an identity more": tables.map((table) =>
      alter(table, "ADD COLUMN extra bigint GENERATED ALWAYS AS IDENTITY"),
    ),
    "tables, views and a sequence more": [
      'CREATE TABLE extra (id int PRIMARY KEY, "Message" text NOT NULL)',
      "CREATE TABLE extra_of_extra (id int REFERENCES extra)",
      'CREATE VIEW extra_view AS SELECT * FROM "Message"',
      'CREATE MATERIALIZED VIEW extra_kept AS SELECT id FROM "Message"',
      "CREATE SEQUENCE extra_seq",
    ],
    "tables of others that point to ours": tables
      .filter(({ columns }) => columns.some(({ name, sequence }) => name === "id" && sequence))
      // PostgreSQL lets no key lead from a table that is kept to one that is not.
      .filter(({ isUnlogged }) => !isUnlogged)
      .map(({ name }) => `CREATE TABLE "extra_${name}" (of bigint REFERENCES "${name}" (id))`),
    "our own names in another schema": [
      "CREATE SCHEMA elsewhere",
      ...tables.map(({ name }) => `CREATE TABLE elsewhere."${name}" (LIKE "${name}")`),
      ...live.enums.map(({ name }) => `CREATE TYPE elsewhere."${name}" AS ENUM ('x')`),
      "CREATE TABLE elsewhere._prisma_migrations (id int)",
    ],
    "an enum, a domain and a function more": [
      "CREATE TYPE extra AS ENUM ('x')",
      "CREATE DOMAIN extra_domain AS text",
      "CREATE FUNCTION extra() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
    "indexes called otherwise": indexes.map(
      ({ index }, at) => `ALTER INDEX "${index.name}" RENAME TO renamed_${at}`,
    ),
    "constraints called otherwise": tables.flatMap((table, at) =>
      free([...table.checks, ...table.foreignKeys]).map((each, number) =>
        alter(table, `RENAME CONSTRAINT "${each.name}" TO renamed_${at}_${number}`),
      ),
    ),
    "sequences called otherwise": free(live.sequences).map(
      ({ name }, at) => `ALTER SEQUENCE "${name}" RENAME TO renamed_${at}`,
    ),
    "columns in another order": columns
      .filter(({ column }) => !column.isRequired && column.default === undefined && isFree(column.name))
      .filter(({ table, column }) => !table.foreignKeys.some((key) => key.columns.includes(column.name)))
      .flatMap(({ table, column }) => [
        alter(table, `DROP COLUMN "${column.name}"`),
        alter(table, `ADD COLUMN "${column.name}" ${column.type}`),
      ]),
    "the same defaults in other words": columns.flatMap(({ table, column }) => {
      const words: Record<string, string> = {
        CURRENT_TIMESTAMP: "now()",
        "0": "('0')",
        "'{}'::jsonb": "('{}')",
      };
      const other = column.default === undefined ? undefined : words[column.default];
      return other ? [alter(table, `ALTER COLUMN "${column.name}" SET DEFAULT ${other}`)] : [];
    }),
    "text without a limit under its other name": columns
      .filter(({ column }) => column.type === "text" && isFree(column.name))
      .map(({ table, column }) => alter(table, `ALTER COLUMN "${column.name}" TYPE varchar`)),
    "finer clocks": columns
      .filter(({ column }) => column.type === "timestamp(3) with time zone" && isFree(column.name))
      .map(({ table, column }) => alter(table, `ALTER COLUMN "${column.name}" TYPE timestamptz`)),
    "identities instead of serials": counted.flatMap(({ table, column }) => [
      alter(table, `ALTER COLUMN "${column.name}" DROP DEFAULT`),
      `DROP SEQUENCE "${column.sequence}"`,
      alter(
        table,
        `ALTER COLUMN "${column.name}" ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME "${column.sequence}")`,
      ),
    ]),
    "unique constraints instead of unique indexes": indexes
      .filter(({ index }) => index.isUnique && !index.isPrimary && !index.where)
      .map(({ table, index }) =>
        alter(table, `ADD CONSTRAINT "${index.name}" UNIQUE USING INDEX "${index.name}"`),
      ),
    "indexes that carry more": indexes
      .filter(({ index }) => !index.isPrimary && !index.method)
      .flatMap(({ table, index }, at) => {
        const keys = index.keys.map(({ of, sort }) => `"${of}" ${sort ?? ""}`).join(", ");
        const other = table.columns.find(({ name }) => !index.keys.some(({ of }) => of === name))?.name;
        const where = index.where ? `WHERE ${index.where}` : "";
        return [
          `DROP INDEX "${index.name}"`,
          `CREATE ${index.isUnique ? "UNIQUE" : ""} INDEX carries_${at} ON "${table.name}" (${keys}) INCLUDE ("${other}") ${where}`,
        ];
      }),
    "longer indexes": indexes
      .filter(({ index }) => !index.isUnique && !index.method)
      .flatMap(({ table, index }, at) => {
        const keys = index.keys.map(({ of, sort }) => `"${of}" ${sort ?? ""}`).join(", ");
        const other = table.columns.find(({ name }) => !index.keys.some(({ of }) => of === name))?.name;
        const where = index.where ? `WHERE ${index.where}` : "";
        return [
          `DROP INDEX "${index.name}"`,
          `CREATE INDEX longer_${at} ON "${table.name}" (${keys}, "${other}") ${where}`,
        ];
      }),
    "unique indexes that forbid nothing more": indexes
      .filter(({ index }) => index.isPrimary)
      .map(
        ({ table, index }) =>
          `CREATE UNIQUE INDEX ON "${table.name}" (${index.keys.map(({ of }) => `"${of}"`).join(", ")}, "${table.columns.at(-1)?.name}")`,
      ),
    "checks that say nothing new": tables.flatMap((table) => [
      ...table.checks.map(({ expression }) => alter(table, `ADD CHECK (${expression})`)),
      ...table.columns
        .filter(({ isRequired }) => isRequired)
        .map(({ name }) => alter(table, `ADD CHECK ("${name}" IS NOT NULL)`)),
    ]),
    "foreign keys twice": tables.flatMap((table) =>
      table.foreignKeys.map((key) =>
        alter(
          table,
          `ADD FOREIGN KEY ("${key.columns}") REFERENCES "${key.table}" ("${key.references}") ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`,
        ),
      ),
    ),
    "triggers that always run": ["UPDATE pg_trigger SET tgenabled = 'A' WHERE tgisinternal"],
    "a trigger that is switched off": [
      "CREATE FUNCTION extra() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
      'CREATE TRIGGER extra BEFORE INSERT ON "Message" FOR EACH ROW EXECUTE FUNCTION extra()',
      'ALTER TABLE "Message" DISABLE TRIGGER extra',
    ],
    "comments, statistics and storage": tables.flatMap((table) => [
      `COMMENT ON TABLE "${table.name}" IS 'a table'`,
      `COMMENT ON COLUMN "${table.name}"."${table.columns[0]?.name}" IS 'a column'`,
      alter(table, `ALTER COLUMN "${table.columns[0]?.name}" SET STATISTICS 500`),
      alter(table, "SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01)"),
      alter(table, "REPLICA IDENTITY FULL"),
      ...table.indexes
        .filter(({ isPrimary }) => isPrimary)
        .map(({ name }) => alter(table, `CLUSTER ON "${name}"`)),
    ]),
    "rights and owners": [
      "GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC",
      "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO PUBLIC",
      ...tables.map((table) => alter(table, "OWNER TO pg_database_owner")),
    ],
    "sequences far ahead": live.sequences.map(({ name }) => `SELECT setval('"${name}"', 1000000)`),
    "sequences that keep some values ready": live.sequences.map(
      ({ name }) => `ALTER SEQUENCE "${name}" CACHE 50`,
    ),
  };
}
