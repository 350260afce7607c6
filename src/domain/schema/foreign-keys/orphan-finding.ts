import { escapeIdentifier } from "pg";
import type { LiveTable } from "./catalogue";
import type { OrphanCount } from "./count-orphans";
import { type ForeignKeyFinding, finding } from "./foreign-key-finding";
import { orphanCondition } from "./orphan-sql";
import { type Relation, targetOf } from "./relation";

const ROWS_AT_ONCE = 10_000; // More are cleaned in batches, so that no statement holds their locks for long.

export function describeOrphans(relation: Relation, table: LiveTable, count: OrphanCount): ForeignKeyFinding {
  const { orphans, rows, samples, notChecked } = count;
  const examples = samples.map(({ id, pointsTo }) => `${id} -> ${pointsTo}`).join("; ");
  const so = notChecked ? ` so far, in ${Math.floor(count.share * 100)} % of the table` : "";
  return finding({
    kind: "orphans",
    severity: relation.mayOutlive ? "note" : "fail",
    subject: relation.name,
    expected: relation.mayOutlive
      ? `values of ${targetOf(relation)}, unless ${relation.mayOutlive}`
      : `values of ${targetOf(relation)}`,
    found: `${orphans} of ${rows} point nowhere${so}${examples && `, such as ${examples}`}`,
    breaks: describeHarm(relation),
    mend: cleaningSql(relation, table, orphans),
  });
}

function describeHarm({ key, table, targetTable, mayOutlive }: Relation): string {
  if (mayOutlive) return "Nothing: they may stay. The SQL is for those who want them gone.";
  return key
    ? `Prisma reads null where the code is promised a ${targetTable}, nothing deletes these rows of ${table}, and the key cannot be validated.`
    : `These rows of ${table} belong to no ${targetTable}: nothing leads to them and nothing deletes them.`;
}

/** What the foreign key would have done, or would do if there were one. */
function cleaningSql(relation: Relation, table: LiveTable, orphans: number): string[] {
  const { key, columns, isList, rightValue, targetTable } = relation;
  const name = escapeIdentifier(relation.table);
  const condition = orphanCondition(relation);
  const [first = ""] = columns;
  const column = escapeIdentifier(first);
  if (isList)
    return batched(`UPDATE ${name} c SET ${column} = ${withoutOrphans(relation)}`, condition, orphans);
  if (rightValue) {
    const isKnown = `${condition} AND ${rightValue} IS NOT NULL`;
    return batched(`UPDATE ${name} c SET ${column} = ${rightValue}`, isKnown, orphans);
  }
  const canBeNull = columns.every((each) =>
    table.columns.some((live) => live.name === each && !live.isNotNull),
  );
  if (canBeNull && key?.onDelete !== "CASCADE") {
    const nulls = columns.map((each) => `${escapeIdentifier(each)} = NULL`).join(", ");
    return batched(`UPDATE ${name} c SET ${nulls}`, condition, orphans);
  }
  return [
    `-- deletes ${relation.table} and what hangs on it. If the ${targetTable} can be put back, do that instead`,
    ...batched(`DELETE FROM ${name} c`, condition, orphans),
  ];
}

function withoutOrphans({ columns, targetTable, targetColumns }: Relation): string {
  const list = `unnest(c.${escapeIdentifier(columns[0] ?? "")}) WITH ORDINALITY AS e(value, place)`;
  const target = `t.${escapeIdentifier(targetColumns[0] ?? "")}`;
  const exists = `EXISTS (SELECT FROM ${escapeIdentifier(targetTable)} t WHERE ${target} = e.value)`;
  return `ARRAY(SELECT e.value FROM ${list} WHERE ${exists} ORDER BY e.place)`;
}

function batched(change: string, condition: string, orphans: number): string[] {
  if (orphans <= ROWS_AT_ONCE) return [`${change} WHERE ${condition}`];
  const table = change.split(" ").find((word) => word.startsWith('"'));
  const batch = `SELECT c.ctid FROM ${table} c WHERE ${condition} LIMIT ${ROWS_AT_ONCE}`;
  return ["-- repeat until it changes 0 rows", `${change} WHERE c.ctid = ANY (ARRAY(${batch}))`];
}
