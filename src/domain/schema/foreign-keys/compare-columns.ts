// What a relation needs beside its key: columns of one type, a unique target and an index that serves it.

import { escapeIdentifier } from "pg";
import type { Catalogue, LiveIndex, LiveTable } from "./catalogue";
import { type ForeignKeyFinding, finding } from "./foreign-key-finding";
import { addIndexSql } from "./key-sql";
import { type Relation, targetOf } from "./relation";

const DEPLOY = "-- npm run verify:schema says what is missing, npm run db:deploy applies the migrations";

/** Methods of index that can look up one value; hash takes one column only. */
const lookups = ["btree", "hash"];

/** Tables and columns without which the relation cannot be looked at. */
export function compareTables(relations: Relation[], { tables }: Catalogue): ForeignKeyFinding[] {
  const names = new Set(relations.flatMap(({ table, targetTable }) => [table, targetTable]));
  const about = { severity: "fail" as const, expected: "there", mend: [DEPLOY] };
  const breaks = "Every query that names it fails (P2021, P2022); its relations cannot be checked.";
  const absent = [...names].filter((name) => !isTable(tables.get(name)));
  if (absent.length === names.size) {
    const found = "none of the tables";
    return [finding({ ...about, kind: "no_tables", subject: "schema", found, breaks })];
  }
  const columns = new Set(relations.flatMap((relation) => missingColumns(relation, tables)));
  return [
    ...absent.map((subject) => {
      const found = tables.has(subject) ? "something else of that name, a view perhaps" : "no such table";
      return finding({ ...about, kind: "table_missing", subject, found, breaks });
    }),
    ...[...columns].map((subject) =>
      finding({ ...about, kind: "column_missing", subject, found: "no such column", breaks }),
    ),
  ];
}

/** Whether both ends of a relation are there. */
export function isPresent(relation: Relation, { tables }: Catalogue): boolean {
  return (
    isTable(tables.get(relation.table)) &&
    isTable(tables.get(relation.targetTable)) &&
    missingColumns(relation, tables).length === 0
  );
}

export function compareColumns(relation: Relation, catalogue: Catalogue): ForeignKeyFinding[] {
  return [
    ...compareTargetIndex(relation, catalogue),
    ...compareTypes(relation, catalogue),
    ...(relation.key ? compareIndex(relation, catalogue) : []),
  ];
}

function isTable(table: LiveTable | undefined): boolean {
  return table?.kind === "r" || table?.kind === "p";
}

function missingColumns(relation: Relation, tables: Catalogue["tables"]): string[] {
  const ends = [
    { table: relation.table, columns: relation.columns },
    { table: relation.targetTable, columns: relation.targetColumns },
  ];
  return ends.flatMap(({ table, columns }) => {
    const live = tables.get(table);
    if (!isTable(live)) return [];
    const names = new Set(live?.columns.map(({ name }) => name));
    return columns.filter((column) => !names.has(column)).map((column) => `${table}.${column}`);
  });
}

/** Without it no foreign key can exist, and every row that is written searches the whole table. */
function compareTargetIndex(relation: Relation, catalogue: Catalogue): ForeignKeyFinding[] {
  const { targetTable, targetColumns } = relation;
  const unique = catalogue.indexes.some(
    (index) => index.isUnique && covers(index, targetTable, targetColumns) && isExact(index, targetColumns),
  );
  if (unique) return [];
  const table = escapeIdentifier(targetTable);
  const hasPrimaryKey = (catalogue.tables.get(targetTable)?.primaryKey.length ?? 0) > 0;
  const name = escapeIdentifier(
    `${targetTable}_${hasPrimaryKey ? `${targetColumns.join("_")}_key` : "pkey"}`,
  );
  const list = targetColumns.map(escapeIdentifier).join(", ");
  return [
    finding({
      kind: "target_not_unique",
      severity: "fail",
      subject: targetOf(relation),
      expected: `a unique index on (${targetColumns.join(", ")})`,
      found: "none that is valid and whole",
      breaks: "No foreign key can point there, two rows can have one id, and an upsert fails (42P10, P2039).",
      mend: [
        `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${table} (${list})`,
        ...(hasPrimaryKey
          ? []
          : [`ALTER TABLE ${table} ADD CONSTRAINT ${name} PRIMARY KEY USING INDEX ${name}`]),
      ],
    }),
  ];
}

function compareTypes(relation: Relation, { tables }: Catalogue): ForeignKeyFinding[] {
  const { table, columns, types, targetTable, targetColumns, targetTypes, isList } = relation;
  return columns.flatMap((column, at) => {
    const target = targetColumns[at] ?? "";
    const there = typeOf(tables.get(table), column);
    const wanted = typeOf(tables.get(targetTable), target);
    if (there === (isList ? `${wanted}[]` : wanted)) return [];
    const promisedHere = types[at] ?? wanted;
    const promisedThere = targetTypes[at] ?? wanted;
    const mend = [
      ...(there === promisedHere ? [] : [changeType(table, column, promisedHere)]),
      ...(wanted === promisedThere ? [] : [changeType(targetTable, target, promisedThere)]),
    ];
    return [
      finding({
        kind: "type_mismatch",
        severity: "fail",
        subject: relation.name,
        expected: `${promisedHere}, as ${targetTable}.${target} is ${promisedThere}`,
        found: `${there}, while ${targetTable}.${target} is ${wanted}`,
        breaks:
          "Ids of one side do not fit into the other, and comparing them may use no index or fail (42883).",
        mend: ["-- rewrites the table and locks it meanwhile", ...mend],
      }),
    ];
  });
}

function typeOf(table: LiveTable | undefined, column: string): string {
  return table?.columns.find(({ name }) => name === column)?.type ?? "missing";
}

function changeType(table: string, column: string, type: string): string {
  const name = escapeIdentifier(column);
  return `ALTER TABLE ${escapeIdentifier(table)} ALTER COLUMN ${name} TYPE ${type} USING ${name}::${type}`;
}

function compareIndex(relation: Relation, catalogue: Catalogue): ForeignKeyFinding[] {
  const { table, columns } = relation;
  const fitting = catalogue.indexes.filter((index) => covers({ ...index, isUsable: true }, table, columns));
  if (fitting.some(({ isUsable }) => isUsable)) return [];
  const [broken] = fitting;
  return [
    finding({
      kind: "unindexed",
      severity: "fail",
      subject: relation.name,
      expected: `a valid index that begins with (${columns.join(", ")})`,
      found: broken ? `${broken.name} is not valid` : "none",
      breaks: `Deleting one row of ${relation.targetTable} reads all of ${table}, with the row locked meanwhile.`,
      mend: broken
        ? [`REINDEX INDEX CONCURRENTLY ${escapeIdentifier(broken.name)}`]
        : addIndexSql(relation, catalogue),
    }),
  ];
}

/** Whether the index finds all rows of one value. */
function covers(index: Omit<LiveIndex, "name" | "isUnique">, table: string, columns: string[]): boolean {
  const leading = index.columns.slice(0, columns.length);
  return (
    index.table === table &&
    index.isUsable &&
    !index.isPartial &&
    lookups.includes(index.method) &&
    columns.every((column) => leading.includes(column))
  );
}

function isExact(index: LiveIndex, columns: string[]): boolean {
  return index.columns.length === columns.length;
}
