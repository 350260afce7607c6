// Somebody has renamed something. Made again under its old name it would be empty; so the mend is to name it back, and
// everything else is compared as if that had been done.

import type {
  Column,
  EnumType,
  ExpectedCatalogue,
  LiveCatalogue,
  LiveColumn,
  LiveTable,
  Table,
} from "./catalogue";
import { createEnum, quote } from "./define-sql";
import { finding, type SchemaFinding } from "./finding";
import { compareTypes, isSameDefault } from "./same-meaning";

export interface Settled {
  live: LiveCatalogue;
  findings: SchemaFinding[];
}

export function settleNames(expected: ExpectedCatalogue, live: LiveCatalogue): Settled {
  const enums = settleEnums(expected, live);
  const findings = [...enums.findings];
  let tables = enums.live.tables;
  for (const model of expected.tables) {
    const live = tables.find(({ name }) => name === model.name);
    for (const [from, to] of live ? findRenamedColumns(model, live) : []) {
      findings.push(renamedColumn(model, from, to));
      tables = tables.map((table) =>
        renameColumn(table, { table: model.name, from: from.name, to: to.name }),
      );
    }
  }
  return { live: { ...enums.live, tables }, findings };
}

function settleEnums(expected: ExpectedCatalogue, live: LiveCatalogue): Settled {
  const findings: SchemaFinding[] = [];
  let settled = live;
  const known = new Set(expected.enums.map(({ name }) => name));
  for (const type of expected.enums) {
    if (live.enums.some(({ name, schema }) => name === type.name && !schema)) continue;
    const moved = live.enums.find(
      ({ name, schema, labels }) =>
        (schema ? name === type.name : !known.has(name)) && labels.join() === type.labels.join(),
    );
    if (moved) settled = renameEnum(settled, moved, type);
    findings.push(missingEnum(type, moved, live.place.schema ?? ""));
  }
  return { live: expected.enums.reduce(nameLabelsBack, settled), findings };
}

/** Conditions and defaults follow a label that was renamed: they mean the right one, which has the wrong name. */
function nameLabelsBack(live: LiveCatalogue, type: EnumType): LiveCatalogue {
  const there = live.enums.find(({ name, schema }) => name === type.name && !schema)?.labels ?? [];
  const renamed = type.labels.flatMap((label, at): [string, string][] => {
    const instead = there[at];
    if (instead === undefined || there.includes(label) || type.labels.includes(instead)) return [];
    return [[instead, label]];
  });
  if (renamed.length === 0) return live;
  const write = (label: string) => inJson(`'${label}'::${quoteIfNeeded(type.name)}`);
  let text = JSON.stringify(live.tables);
  for (const [from, to] of renamed) text = text.replaceAll(write(from), () => write(to));
  return { ...live, tables: JSON.parse(text) };
}

/** As a piece of text stands inside a string of JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function missingEnum(
  type: EnumType,
  moved: { name: string; schema?: string } | undefined,
  home: string,
): SchemaFinding {
  const written =
    moved &&
    [moved.schema, moved.name]
      .filter((part) => part !== undefined)
      .map(quote)
      .join(".");
  const rename = moved?.schema ? `SET SCHEMA ${quote(home)}` : `RENAME TO ${quote(type.name)}`;
  return finding("enum_missing", type.name, {
    expected: `enum of ${type.labels.join(", ")}`,
    actual: written ? `the same, called ${written}` : "no such type",
    mend: written ? `ALTER TYPE ${written} ${rename};` : createEnum(type),
    migration: type.since,
  });
}

function renameEnum(
  live: LiveCatalogue,
  moved: { name: string; schema?: string },
  type: EnumType,
): LiveCatalogue {
  const from = moved.schema
    ? `${quoteIfNeeded(moved.schema)}.${quoteIfNeeded(moved.name)}`
    : quoteIfNeeded(moved.name);
  const text = JSON.stringify(live.tables).replaceAll(inJson(from), () => inJson(quoteIfNeeded(type.name)));
  const enums = live.enums.map((each) =>
    each.name === moved.name && each.schema === moved.schema
      ? { name: type.name, labels: each.labels }
      : each,
  );
  return { ...live, enums, tables: JSON.parse(text) };
}

/** The column that stands where the missing one stood and is like it; or has its name in other letters. */
function findRenamedColumns(table: Table, live: LiveTable): [LiveColumn, Column][] {
  const names = new Set(table.columns.map(({ name }) => name));
  const extras = live.columns.filter(({ name }) => !names.has(name));
  return table.columns
    .filter(({ name }) => !live.columns.some((column) => column.name === name))
    .flatMap((column): [LiveColumn, Column][] => {
      const found = extras.find(
        (extra) => extra.name.toLowerCase() === column.name.toLowerCase() || isInPlaceOf(extra, column),
      );
      return found ? [[found, column]] : [];
    });
}

function isInPlaceOf(extra: LiveColumn, column: Column): boolean {
  return (
    extra.position === column.position &&
    compareTypes(column.type, extra.type) === "same" &&
    !extra.isRequired === !column.isRequired &&
    extra.sequence === column.sequence &&
    (!!column.sequence || isSameDefault(column.default, extra.default))
  );
}

function renamedColumn(table: Table, from: LiveColumn, to: Column): SchemaFinding {
  return finding("column_missing", `${table.name}.${to.name}`, {
    expected: `${to.type}, called ${to.name}`,
    actual: `in its place there is ${from.name}. Did you mean that?`,
    mend: `ALTER TABLE ${quote(table.name)} RENAME COLUMN ${quote(from.name)} TO ${quote(to.name)};`,
    migration: to.since,
  });
}

interface Rename {
  table: string;
  from: string;
  to: string;
}

/** In the table itself, and in the foreign keys of others that point to it. */
function renameColumn(anyTable: LiveTable, { table: renamed, from, to }: Rename): LiveTable {
  const rename = (name: string) => (name === from ? to : name);
  const foreignKeys = anyTable.foreignKeys.map((key) =>
    key.table === renamed ? { ...key, references: key.references.map(rename) } : key,
  );
  const table = { ...anyTable, foreignKeys };
  if (table.name !== renamed) return table;
  const written = new RegExp(`(?<![\\w"])${quoteIfNeeded(from)}(?![\\w"])`, "g");
  const inText = (text: string) => text.replaceAll(written, quoteIfNeeded(to));
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: rename(column.name) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      keys: index.keys.map((key) => ({
        ...key,
        of: key.of.startsWith("(") ? inText(key.of) : rename(key.of),
      })),
      ...(index.where === undefined ? {} : { where: inText(index.where) }),
    })),
    checks: table.checks.map((check) => ({ ...check, expression: inText(check.expression) })),
    foreignKeys: table.foreignKeys.map((key) => ({ ...key, columns: key.columns.map(rename) })),
  };
}

/** As PostgreSQL writes names in the definitions it gives out. */
function quoteIfNeeded(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quote(name);
}
