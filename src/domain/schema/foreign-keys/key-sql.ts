import { escapeIdentifier } from "pg";
import type { Catalogue, LiveKey } from "./catalogue";
import type { PromisedKey, Relation } from "./relation";

/** `FOREIGN KEY ("a") REFERENCES "B"("id") ON DELETE …`, as the Prisma schema promises it. */
export function definitionOf(relation: Relation & { key: PromisedKey }): string {
  const { columns, targetTable, targetColumns, key } = relation;
  return [
    `FOREIGN KEY (${columns.map(escapeIdentifier).join(", ")})`,
    `REFERENCES ${escapeIdentifier(targetTable)}(${targetColumns.map(escapeIdentifier).join(", ")})`,
    `ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`,
  ].join(" ");
}

/**
 * Adds the promised key, in place of another where one is given. NOT VALID holds the table's lock only for a moment; the
 * rows are then checked while others read and write. A key made anew also has triggers that fire, and checks rows that
 * came while those of the old one did not.
 */
export function addKeySql(
  relation: Relation & { key: PromisedKey },
  catalogue: Catalogue,
  replaced?: LiveKey,
): string[] {
  const table = escapeIdentifier(relation.table);
  const name = escapeIdentifier(replaced?.name ?? freeName(relation.key.name, relation.table, catalogue));
  const drop = replaced ? `DROP CONSTRAINT ${name}, ` : "";
  return [
    `ALTER TABLE ${table} ${drop}ADD CONSTRAINT ${name} ${definitionOf(relation)} NOT VALID`,
    `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`,
  ];
}

/** For an index that already exists but is not valid: REINDEX. Neither statement locks out writes. */
export function addIndexSql({ table, columns }: Relation, catalogue: Catalogue): string[] {
  const list = columns.map(escapeIdentifier).join(", ");
  const name = `${table}_${columns.join("_")}_idx`;
  const taken = new Set(catalogue.indexes.map((index) => index.name));
  const free = taken.has(name) ? `${table}_${columns.join("_")}_fkey_idx` : name;
  return [`CREATE INDEX CONCURRENTLY ${escapeIdentifier(free)} ON ${escapeIdentifier(table)} (${list})`];
}

function freeName(name: string, table: string, { tables }: Catalogue): string {
  const taken = new Set(tables.get(table)?.constraintNames);
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name}${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}
