// The SQL that makes what is expected, one object at a time. All of it can be run as it is.

import type { Check, Column, EnumType, ForeignKey, Index, IndexKey, Sequence, Table } from "./catalogue";

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function createEnum({ name, labels }: EnumType): string {
  return `CREATE TYPE ${quote(name)} AS ENUM (${labels.map(literal).join(", ")});`;
}

/** What comes after DEFAULT; undefined when there is none. */
export function defaultOf(column: Column): string | undefined {
  return column.sequence ? nextValue(column.sequence) : column.default;
}

function nextValue(sequence: string): string {
  return `nextval(${literal(quote(sequence))}::regclass)`;
}

export function addColumn(table: string, column: Column): string {
  const value = defaultOf(column);
  // Without a default, rows that are there have nothing to put into a required column.
  const advice =
    column.isRequired && !value
      ? `-- Where ${quote(table)} has rows: add it without NOT NULL, fill it, then SET NOT NULL.\n`
      : "";
  return `${advice}ALTER TABLE ${quote(table)} ADD COLUMN ${defineColumn(column)};`;
}

export function createTable({ name, columns, isUnlogged }: Table): string {
  const lines = columns.map((column) => `  ${defineColumn(column)}`).join(",\n");
  return `CREATE ${isUnlogged ? "UNLOGGED " : ""}TABLE ${quote(name)} (\n${lines}\n);`;
}

function defineColumn(column: Column): string {
  const value = defaultOf(column);
  return [quote(column.name), column.type, column.isRequired && "NOT NULL", value && `DEFAULT ${value}`]
    .filter(Boolean)
    .join(" ");
}

export function alterColumn(table: string, column: string, action: string): string {
  return `ALTER TABLE ${quote(table)} ALTER COLUMN ${quote(column)} ${action};`;
}

export function setDefault(table: string, column: Column): string {
  const value = defaultOf(column);
  return alterColumn(table, column.name, value ? `SET DEFAULT ${value}` : "DROP DEFAULT");
}

/** The sequence of a column, made if it is not there, owned by the column and past its highest value. */
export function provideSequence({ name, type, ownedBy = "" }: Sequence): string[] {
  const [table = "", column = ""] = ownedBy.split(".");
  return [
    `CREATE SEQUENCE IF NOT EXISTS ${quote(name)} AS ${type};`,
    alterColumn(table, column, `SET DEFAULT ${nextValue(name)}`),
    `ALTER SEQUENCE ${quote(name)} OWNED BY ${quote(table)}.${quote(column)};`,
    advanceSequence(name, table, column),
  ];
}

export function advanceSequence(sequence: string, table: string, column: string): string {
  const next = `(SELECT coalesce(max(${quote(column)}), 0) + 1 FROM ${quote(table)})`;
  return `SELECT setval(${literal(quote(sequence))}, ${next}, false);`;
}

export function createIndex(table: string, index: Index): string {
  const keys = index.keys.map(defineKey).join(", ");
  if (index.isPrimary)
    return `ALTER TABLE ${quote(table)} ADD CONSTRAINT ${quote(index.name)} PRIMARY KEY (${keys});`;
  return [
    `CREATE ${index.isUnique ? "UNIQUE " : ""}INDEX ${quote(index.name)} ON ${quote(table)}`,
    index.method && `USING ${index.method}`,
    `(${keys})`,
    index.include && `INCLUDE (${index.include.map(quote).join(", ")})`,
    index.nullsNotDistinct && "NULLS NOT DISTINCT",
    index.where && `WHERE ${index.where}`,
  ]
    .filter(Boolean)
    .join(" ")
    .concat(";");
}

function defineKey({ of, sort }: IndexKey): string {
  const key = of.startsWith("(") ? of : quote(of);
  return sort ? `${key} ${sort}` : key;
}

export function dropIndex(table: string, index: { name: string; constraint?: string }): string {
  return index.constraint
    ? dropConstraint(table, index.constraint)
    : `DROP INDEX IF EXISTS ${quote(index.name)};`;
}

export function dropConstraint(table: string, name: string): string {
  return `ALTER TABLE ${quote(table)} DROP CONSTRAINT IF EXISTS ${quote(name)};`;
}

export function validateConstraint(table: string, name: string): string {
  return `ALTER TABLE ${quote(table)} VALIDATE CONSTRAINT ${quote(name)};`;
}

export function addCheck(table: string, { name, expression }: Check): string {
  return `ALTER TABLE ${quote(table)} ADD CONSTRAINT ${quote(name)} CHECK (${expression});`;
}

export function addForeignKey(table: string, key: ForeignKey): string {
  return `ALTER TABLE ${quote(table)} ADD CONSTRAINT ${quote(key.name)} ${describeForeignKey(key)};`;
}

export function describeForeignKey(key: ForeignKey): string {
  const [from, to] = [key.columns, key.references].map((columns) => columns.map(quote).join(", "));
  return [
    `FOREIGN KEY (${from}) REFERENCES ${key.table.split(".").map(quote).join(".")} (${to})`,
    key.match && `MATCH ${key.match}`,
    `ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`,
    key.deferrable && `DEFERRABLE INITIALLY ${key.deferrable}`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** An index in words, for people who compare two. */
export function describeIndex(index: Index): string {
  const kind = index.isPrimary ? "primary key" : index.isUnique ? "unique index" : "index";
  return [
    `${kind} (${index.keys.map(defineKey).join(", ")})`,
    index.method && `using ${index.method}`,
    index.include && `including ${index.include.map(quote).join(", ")}`,
    index.nullsNotDistinct && "nulls not distinct",
    index.where && `where ${index.where}`,
  ]
    .filter(Boolean)
    .join(" ");
}
