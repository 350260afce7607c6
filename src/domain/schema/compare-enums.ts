import type { EnumType, LiveEnumType, LiveTable, Table } from "./catalogue";
import { literal, quote } from "./define-sql";
import { finding, type SchemaFinding } from "./finding";
import { rebuildEnum, type Standing } from "./rewrite-column";

/** A table of ours with what is right about its live counterpart. */
export interface TableStanding {
  table: Table;
  standing: Standing;
}

/** Labels of an enum that is there: all of them, no other, in this order. */
export function compareEnum(type: EnumType, live: LiveEnumType, tables: TableStanding[]): SchemaFinding[] {
  const missing = type.labels.filter((label) => !live.labels.includes(label));
  const extra = live.labels.filter((label) => !type.labels.includes(label));
  const about = { expected: type.labels.join(", "), actual: live.labels.join(", "), migration: type.since };
  const rebuild = () => rebuildEnum(type, usersOf(type, tables));
  const renamed = new Map(
    missing
      .map((label) => [label, live.labels[type.labels.indexOf(label)] ?? ""] as const)
      .filter(([, there]) => extra.includes(there)),
  );
  const left = extra.filter((label) => ![...renamed.values()].includes(label));
  const isOrderKept = isSubsequence(
    type.labels.filter((label) => live.labels.includes(label)),
    live.labels,
  );
  return [
    ...missing.map((label) =>
      finding("enum_value_missing", `${type.name}.${label}`, {
        ...about,
        mend: provideLabel(type, label, renamed.get(label)),
      }),
    ),
    ...left.map((label) =>
      // It hurts only when a row holds it, which a newer release may do.
      finding("enum_value_extra", `${type.name}.${label}`, { ...about, severity: "warn", mend: rebuild() }),
    ),
    ...(isOrderKept ? [] : [finding("enum_order", type.name, { ...about, mend: rebuild() })]),
  ];
}

function provideLabel(type: EnumType, label: string, instead: string | undefined): string {
  if (instead !== undefined)
    return `ALTER TYPE ${quote(type.name)} RENAME VALUE ${literal(instead)} TO ${literal(label)};`;
  const at = type.labels.indexOf(label);
  // The label before it is there, or was just added: labels are mended in their order.
  const place =
    at === 0 ? `BEFORE ${literal(type.labels[1] ?? "")}` : `AFTER ${literal(type.labels[at - 1] ?? "")}`;
  const where = type.labels.length === 1 ? "" : ` ${place}`;
  return `ALTER TYPE ${quote(type.name)} ADD VALUE ${literal(label)}${where};`;
}

function usersOf(type: EnumType, tables: TableStanding[]) {
  const isOfType = (text: string | undefined) => text?.replace(/\[\]$/, "") === quote(type.name);
  return tables.flatMap(({ table, standing }) =>
    standing.live.columns
      .filter((column: LiveTable["columns"][number]) => isOfType(column.type))
      .map((column) => ({
        standing,
        column: table.columns.find(({ name }) => name === column.name) ?? column,
      })),
  );
}

function isSubsequence(part: string[], whole: string[]): boolean {
  let at = 0;
  for (const each of whole) if (each === part[at]) at += 1;
  return at === part.length;
}
