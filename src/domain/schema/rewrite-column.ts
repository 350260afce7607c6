import type { Check, Column, EnumType, Index, LiveTable } from "./catalogue";
import {
  addCheck,
  alterColumn,
  createIndex,
  defaultOf,
  dropConstraint,
  dropIndex,
  literal,
  quote,
  setDefault,
} from "./define-sql";
import { mentions } from "./same-meaning";

/** A live table with what is right about it. */
export interface Standing {
  live: LiveTable;
  healthyIndexes: Index[];
  healthyChecks: Check[];
}

/**
 * Gives a column its type. Whatever speaks of the column in a condition is taken away first, since conditions keep the
 * type they were written for; what was right of it is put back, the rest has findings of its own.
 */
export function rewriteColumn({ live, healthyIndexes, healthyChecks }: Standing, column: Column): string[] {
  const speaksOf = (index: Index) =>
    mentions(index.where, column.name) ||
    index.keys.some(({ of }) => of.startsWith("(") && mentions(of, column.name));
  const name = live.name;
  const from = live.columns.find((each) => each.name === column.name)?.type ?? "";
  return [
    ...live.indexes.filter(speaksOf).map((index) => dropIndex(name, index)),
    ...live.checks
      .filter((check) => mentions(check.expression, column.name))
      .map((check) => dropConstraint(name, check.name)),
    alterColumn(name, column.name, "DROP DEFAULT"),
    alterColumn(name, column.name, `TYPE ${column.type}${converting(column, from)}`),
    ...(defaultOf(column) ? [setDefault(name, column)] : []),
    ...healthyIndexes.filter(speaksOf).map((index) => createIndex(name, index)),
    ...healthyChecks
      .filter((check) => mentions(check.expression, column.name))
      .map((check) => addCheck(name, check)),
  ];
}

/** Times without a zone were written by Prisma, in UTC. Everything else goes by the way it is written. */
function converting(column: Column, from: string): string {
  const isTime = /^(timestamp|date)/;
  if (isTime.test(column.type) && isTime.test(from)) {
    if (!column.type.includes("with time zone") || from.includes("with time zone")) return "";
    return ` USING ${quote(column.name)}::timestamp AT TIME ZONE 'UTC'`;
  }
  return ` USING ${quote(column.name)}::text::${column.type}`;
}

/** The only way to take a label away, or to put labels in another order: a new type in the place of the old one. */
export function rebuildEnum(type: EnumType, users: { standing: Standing; column: Column }[]): string {
  const old = `${type.name}_before`;
  return [
    `-- Rows that hold a value which is not in the list have to be changed first.`,
    `ALTER TYPE ${quote(type.name)} RENAME TO ${quote(old)};`,
    `CREATE TYPE ${quote(type.name)} AS ENUM (${type.labels.map(literal).join(", ")});`,
    ...users.flatMap(({ standing, column }) => rewriteColumn(standing, column)),
    `DROP TYPE ${quote(old)};`,
  ].join("\n");
}
