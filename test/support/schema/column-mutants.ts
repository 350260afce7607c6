// Every column dropped, renamed, retyped, made nullable or not, given another default or none, generated: one at a time.

import type { LiveCatalogue, LiveTable } from "@/domain/schema";
import type { Mutant } from "./mutant";

type Column = LiveTable["columns"][number];

/** Another type for each, of the kinds that happen: too short, too small, without a zone, without a rule. */
const otherTypes: Record<string, string[]> = {
  text: ["varchar(20)", "jsonb", "bytea"],
  bigint: ["integer", "text", "numeric"],
  integer: ["bigint", "smallint"],
  jsonb: ["json", "text"],
  "bigint[]": ["integer[]"],
  "timestamp(3) with time zone": ["timestamp(3)", "timestamptz(0)", "date", "text"],
  "timestamp(6) with time zone": ["timestamp(6)", "timestamptz(3)"],
};

export const columnKinds = ["drop", "rename", "retype", "null", "default", "generated", "collation"] as const;

export function columnMutants(kind: (typeof columnKinds)[number], live: LiveCatalogue): Mutant[] {
  const tables = live.tables.filter(({ name }) => name !== "_prisma_migrations");
  const all = tables.flatMap((table) => table.columns.map((column) => ({ table, column })));
  return all.flatMap(({ table, column }, at) => makers[kind]({ table, column, at, live }));
}

interface Place {
  table: LiveTable;
  column: Column;
  /** Number of the column among all: what is done in several ways is done in turn. */
  at: number;
  live: LiveCatalogue;
}

const makers: Record<(typeof columnKinds)[number], (place: Place) => Mutant[]> = {
  drop: (place) => alter("drop", place, `DROP COLUMN ${name(place)} CASCADE`),
  rename: (place) => {
    const { name: old } = place.column;
    const other =
      place.at % 2 ? `${old}_old` : old === old.toLowerCase() ? old.toUpperCase() : old.toLowerCase();
    return alter(`rename to ${other}`, place, `RENAME COLUMN ${name(place)} TO "${other}"`);
  },
  retype,
  null: (place) => {
    if (isKey(place)) return []; // PostgreSQL keeps the columns of a primary key required.
    const action = place.column.isRequired ? "DROP NOT NULL" : "SET NOT NULL";
    return alter(action, place, `ALTER COLUMN ${name(place)} ${action}`);
  },
  default: (place) => [
    ...(place.column.default === undefined || place.at % 2
      ? alter("set another default", place, `ALTER COLUMN ${name(place)} SET DEFAULT ${otherValue(place)}`)
      : []),
    ...(place.column.default === undefined
      ? []
      : alter("drop the default", place, `ALTER COLUMN ${name(place)} DROP DEFAULT`)),
  ],
  generated: (place) => {
    if (isKey(place) || place.at % 3) return [];
    const { table, column } = place;
    const value = column.type.startsWith('"')
      ? "NULL"
      : otherValue(place).replace("gen_random_uuid()", "NULL");
    const made = `ADD COLUMN ${name(place)} ${column.type} GENERATED ALWAYS AS (${value}) STORED`;
    return alter("generate", place, `DROP COLUMN ${name(place)} CASCADE`).map((mutant) => ({
      ...mutant,
      sql: [mutant.sql, `ALTER TABLE "${table.name}" ${made}`].flat(),
      names: `column_generated:${table.name}.${column.name}`,
    }));
  },
  collation: (place) =>
    place.column.type === "text" && place.at % 3 === 0
      ? alter("collate", place, `ALTER COLUMN ${name(place)} TYPE text COLLATE "ucs_basic"`).map(
          (mutant): Mutant => ({
            ...mutant,
            severity: "warn",
            sql: [...dropPolicies(place), ...[mutant.sql].flat()],
          }),
        )
      : [],
};

function name({ column }: Place): string {
  return `"${column.name}"`;
}

function alter(verb: string, { table, column }: Place, action: string): Mutant[] {
  const subject = `${table.name}.${column.name}`;
  return [{ name: `${subject}: ${verb}`, sql: `ALTER TABLE "${table.name}" ${action}`, names: subject }];
}

/** What stands on the column's type cannot be kept with another one: whoever retypes takes it away first. */
function retype(place: Place): Mutant[] {
  const { table, column, at } = place;
  const types = otherTypes[column.type] ?? ["text"];
  const type = types[at % types.length];
  const speaks = (text: string | undefined) => text?.includes(column.name) ?? false;
  const constraints = [
    ...table.checks.filter(({ expression }) => speaks(expression)),
    ...table.foreignKeys.filter(({ columns }) => columns.includes(column.name)),
  ];
  return [
    {
      name: `${table.name}.${column.name}: retype ${type}`,
      sql: [
        ...dropPolicies(place),
        ...table.indexes.filter(({ where }) => speaks(where)).map((index) => `DROP INDEX "${index.name}"`),
        ...constraints.map((each) => `ALTER TABLE "${table.name}" DROP CONSTRAINT "${each.name}"`),
        ...(isKey(place) ? [dropIncoming(table)] : []),
        `ALTER TABLE "${table.name}" ALTER COLUMN ${name(place)} DROP DEFAULT`,
        `ALTER TABLE "${table.name}" ALTER COLUMN ${name(place)} TYPE ${type} USING ${name(place)}::text::${type}`,
      ],
      names: `column_type:${table.name}.${column.name}`,
    },
  ];
}

/** PostgreSQL lets nobody change the type of a column that a policy speaks of: the table's own, or one of a table that belongs to it. */
function dropPolicies({ table, column, live }: Place): string[] {
  return live.tables.flatMap((other) =>
    other.rowSecurity.policies
      .filter(({ definition }) =>
        other.name === table.name
          ? definition.includes(column.name)
          : column.name === "id" && definition.includes(`FROM "${table.name}"`),
      )
      .map((policy) => `DROP POLICY "${policy.name}" ON "${other.name}"`),
  );
}

/** Foreign keys of other tables, which would need the same type. */
function dropIncoming(table: LiveTable): string {
  return `DO $$ DECLARE k record; BEGIN FOR k IN SELECT conrelid::regclass AS t, conname FROM pg_constraint
    WHERE contype = 'f' AND confrelid = '"${table.name}"'::regclass
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.t, k.conname); END LOOP; END $$`;
}

function isKey({ table, column }: Place): boolean {
  return table.indexes.some(({ isPrimary, keys }) => isPrimary && keys.some(({ of }) => of === column.name));
}

/** A value of the column's type that is not its default. */
function otherValue({ column: { type, default: value }, live }: Place): string {
  if (/^(bigint|integer)$/.test(type)) return "7";
  if (type === "boolean") return "true";
  if (type === "jsonb") return `'{"a": 1}'`;
  if (type === "uuid") return "gen_random_uuid()";
  if (type === "bytea") return String.raw`'\x00'`;
  if (type.endsWith("[]")) return `ARRAY[7]::${type}`;
  if (type.startsWith("timestamp")) return "'2020-01-01Z'::timestamptz";
  const labels = live.enums.find((each) => `"${each.name}"` === type)?.labels;
  const other = labels?.find((label) => value !== `'${label}'::${type}`);
  if (labels) return other === undefined ? `NULL::${type}` : `'${other}'::${type}`;
  return "'x'";
}
