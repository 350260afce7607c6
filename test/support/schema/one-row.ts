import type { LiveCatalogue } from "@/domain/schema";

/** Statements that put a row with the id 1000 into a table, whatever it refers to. */
export function oneRow(live: LiveCatalogue, name: string): string[] {
  const columns = live.tables.find((table) => table.name === name)?.columns ?? [];
  const values = columns
    .filter(
      (column) =>
        column.sequence || column.name === "phone" || (column.isRequired && column.default === undefined),
    )
    .map((column): [string, string] => [
      column.name,
      column.sequence ? "1000" : someValue(live, column.type),
    ]);
  const [into, what] = [values.map(([column]) => `"${column}"`), values.map(([, value]) => value)];
  return [
    "SET LOCAL session_replication_role = replica", // Foreign keys do not look.
    `INSERT INTO "${name}" (${into.join(", ")}) VALUES (${what.join(", ")})`,
    "SET LOCAL session_replication_role = origin",
  ];
}

function someValue(live: LiveCatalogue, type: string): string {
  if (/^(bigint|integer)$/.test(type)) return "1";
  if (type.startsWith("timestamp")) return "now()";
  if (type === "jsonb") return "'{}'";
  const labels = live.enums.find(({ name }) => `"${name}"` === type)?.labels;
  return `'${labels?.[0] ?? "x"}'`;
}
