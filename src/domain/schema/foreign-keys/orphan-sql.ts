import { escapeIdentifier } from "pg";
import type { LiveTable } from "./catalogue";
import type { Relation } from "./relation";

/** Where a table's rows are: itself, or its partitions. The rows of one snapshot lie in these blocks and in no others. */
export const partsSql = `
  SELECT p.part::text AS name,
    ceil(pg_relation_size(p.part) / current_setting('block_size')::numeric)::int AS blocks
  FROM (SELECT relid AS part FROM pg_partition_tree($1::regclass) WHERE isleaf UNION SELECT $1::regclass) p
  JOIN pg_class c ON c.oid = p.part AND c.relkind = 'r' ORDER BY 1`;

/**
 * Counts values and those that point nowhere, in a range of blocks. Each value is looked up once, however many rows have
 * it. Blocks need no index of the table, are read in the order of the disk, and under one snapshot hold each row once.
 */
export function countSql(relation: Relation, part: string): string {
  const { keys, values } = pointersOf(relation);
  return `WITH pointer AS MATERIALIZED (
      SELECT ${values.map((value, at) => `${value} AS ${keys[at]}`).join(", ")}, count(*) AS rows
      ${fromRange(relation, part)} GROUP BY ${keys.map((_, at) => at + 1).join(", ")})
    SELECT (SELECT coalesce(sum(rows), 0) FROM pointer)::bigint AS rows,
      (SELECT coalesce(sum(rows), 0) FROM pointer WHERE ${pointsNowhere(relation, keys)})::bigint AS orphans`;
}

/** The first of those rows, by id. */
export function sampleSql(relation: Relation, part: string, primaryKey: LiveTable["primaryKey"]): string {
  const { values } = pointersOf(relation);
  const id = primaryKey.length > 0 ? primaryKey.map((column) => `c.${escapeIdentifier(column)}`) : ["c.ctid"];
  return `SELECT ${joined(id)} AS id, ${joined(values)} AS "pointsTo"
    ${fromRange(relation, part)} AND ${pointsNowhere(relation, values)} ORDER BY ${id.join(", ")} LIMIT $3`;
}

/** Condition on a row `c` that it is an orphan; for a list, that one of its values is. */
export function orphanCondition(relation: Relation): string {
  const { values } = pointersOf(relation);
  const isSet = values.map((value) => `${value} IS NOT NULL`).join(" AND ");
  const condition = `${isSet} AND ${pointsNowhere(relation, values)}`;
  return relation.isList ? `EXISTS (SELECT FROM ${elements(relation)} WHERE ${condition})` : condition;
}

/** As columns of a row `c`, and under the names k0, k1 … */
function pointersOf({ columns, isList }: Relation): { keys: string[]; values: string[] } {
  return {
    keys: columns.map((_, at) => `k${at}`),
    values: isList ? ["e.value"] : columns.map((column) => `c.${escapeIdentifier(column)}`),
  };
}

function fromRange(relation: Relation, part: string): string {
  const { values } = pointersOf(relation);
  const list = relation.isList ? `, ${elements(relation)}` : "";
  const isSet = values.map((value) => `${value} IS NOT NULL`).join(" AND ");
  return `FROM ONLY ${part} c${list} WHERE c.ctid >= $1::tid AND c.ctid < $2::tid AND ${isSet}`;
}

function elements({ columns }: Relation): string {
  return `unnest(c.${escapeIdentifier(columns[0] ?? "")}) AS e(value)`;
}

function pointsNowhere({ targetTable, targetColumns }: Relation, values: string[]): string {
  const equal = targetColumns.map((column, at) => `t.${escapeIdentifier(column)} = ${values[at]}`);
  return `NOT EXISTS (SELECT FROM ${escapeIdentifier(targetTable)} t WHERE ${equal.join(" AND ")})`;
}

function joined(values: string[]): string {
  return `concat_ws(', ', ${values.join(", ")})`;
}
