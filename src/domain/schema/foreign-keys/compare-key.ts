// One promised foreign key against those the database has.

import { escapeIdentifier } from "pg";
import type { Catalogue, LiveKey } from "./catalogue";
import { type ForeignKeyFinding, finding } from "./foreign-key-finding";
import { addKeySql, definitionOf } from "./key-sql";
import { type PromisedKey, type ReferentialAction, type Relation, targetOf } from "./relation";

type KeyRelation = Relation & { key: PromisedKey };

const actions: Record<string, ReferentialAction> = {
  a: "NO ACTION",
  r: "RESTRICT",
  c: "CASCADE",
  n: "SET NULL",
  d: "SET DEFAULT",
};

const consequences: Record<ReferentialAction, string> = {
  "NO ACTION": "is refused while rows point to it (P2003)",
  RESTRICT: "is refused at once while rows point to it (P2003)",
  CASCADE: "does the same to the rows that point to it",
  "SET NULL": "leaves NULL in the rows that point to it",
  "SET DEFAULT": "leaves the default in the rows that point to it",
};

/** @returns what does not hold, and the keys of the database that stand for this relation. */
export function compareKey(
  relation: KeyRelation,
  catalogue: Catalogue,
): { findings: ForeignKeyFinding[]; keys: LiveKey[] } {
  const sameColumns = catalogue.keys.filter((key) => key.table === relation.table && pairs(key, relation));
  const candidates = sameColumns
    .filter((key) => pointsToTarget(key, relation))
    .map((key) => ({ key, findings: deviations(relation, key, catalogue) }))
    .toSorted((a, b) => a.findings.length - b.findings.length);
  const [best, ...doubles] = candidates;
  if (best) {
    const findings = [...best.findings, ...doubles.map((double) => describeDouble(relation, double))];
    return { findings, keys: candidates.map(({ key }) => key) };
  }
  const [elsewhere] = sameColumns;
  if (elsewhere) return { findings: [wrongTarget(relation, elsewhere, catalogue)], keys: [elsewhere] };
  return { findings: [missing(relation, catalogue)], keys: [] };
}

function pairs(key: LiveKey, { columns }: Relation): boolean {
  return key.columns.length === columns.length && columns.every((column) => key.columns.includes(column));
}

function pointsToTarget(key: LiveKey, { columns, targetTable, targetColumns }: Relation): boolean {
  if (key.targetTable !== targetTable) return false;
  return columns.every((column, at) => key.targetColumns[key.columns.indexOf(column)] === targetColumns[at]);
}

function missing(relation: KeyRelation, catalogue: Catalogue): ForeignKeyFinding {
  return finding({
    kind: "missing",
    severity: "fail",
    subject: relation.name,
    expected: definitionOf(relation),
    found: "no foreign key",
    breaks: `Rows can name a ${targetOf(relation)} that does not exist, and deleting one ${after(relation)}.`,
    mend: addKeySql(relation, catalogue),
  });
}

/** What a delete does when no key acts. */
function after({ key, table }: KeyRelation): string {
  return key.onDelete === "RESTRICT" || key.onDelete === "NO ACTION"
    ? `is not refused while rows of ${table} need it`
    : `leaves its rows of ${table} behind`;
}

function wrongTarget(relation: KeyRelation, key: LiveKey, catalogue: Catalogue): ForeignKeyFinding {
  return finding({
    kind: "wrong_target",
    severity: "fail",
    subject: relation.name,
    expected: definitionOf(relation),
    found: `${key.name} points to ${key.targetTable}(${key.targetColumns.join(", ")})`,
    breaks:
      "Right rows are refused (P2003) unless the other table happens to have the same ids; wrong ones pass.",
    mend: addKeySql(relation, catalogue, key),
  });
}

function deviations(relation: KeyRelation, key: LiveKey, catalogue: Catalogue): ForeignKeyFinding[] {
  const remade = addKeySql(relation, catalogue, key);
  const alter = `ALTER TABLE ${escapeIdentifier(relation.table)}`;
  const name = escapeIdentifier(key.name);
  const about = { severity: "fail" as const, subject: relation.name };
  const onDelete = actions[key.onDelete] ?? key.onDelete;
  const onUpdate = actions[key.onUpdate] ?? key.onUpdate;
  const findings: ForeignKeyFinding[] = [];
  if (onDelete !== relation.key.onDelete || onUpdate !== relation.key.onUpdate || key.setsSomeColumns) {
    const expected = `ON DELETE ${relation.key.onDelete} ON UPDATE ${relation.key.onUpdate}`;
    const found = `ON DELETE ${onDelete}${key.setsSomeColumns ? " (some columns)" : ""} ON UPDATE ${onUpdate}`;
    const breaks = describeActions(relation, { onDelete, onUpdate });
    findings.push(finding({ ...about, kind: "wrong_action", expected, found, breaks, mend: remade }));
  }
  if (!key.isEnforced) {
    const found = `${key.name} is NOT ENFORCED`;
    const breaks = `It checks nothing: rows can name a ${targetOf(relation)} that does not exist, and deleting one ${after(relation)}.`;
    findings.push(
      finding({ ...about, kind: "not_enforced", expected: "ENFORCED", found, breaks, mend: remade }),
    );
  } else if (!key.isValidated) {
    const found = `${key.name} is NOT VALID`;
    const breaks = "Rows from before the key were never checked; they may be orphans.";
    const mend = [`${alter} VALIDATE CONSTRAINT ${name}`];
    findings.push(finding({ ...about, kind: "not_valid", expected: "validated", found, breaks, mend }));
  }
  if (key.isDeferrable) {
    const found = `${key.name} is DEFERRABLE INITIALLY ${key.isDeferred ? "DEFERRED" : "IMMEDIATE"}`;
    const breaks = key.isDeferred
      ? "A wrong row is refused at the commit, where nobody expects it, and not at its statement."
      : "A session can put the check off to its commit (SET CONSTRAINTS).";
    const mend = [`${alter} ALTER CONSTRAINT ${name} NOT DEFERRABLE`];
    findings.push(finding({ ...about, kind: "deferrable", expected: "NOT DEFERRABLE", found, breaks, mend }));
  }
  const lost = key.triggersNeeded - key.triggers;
  if (key.isEnforced && (key.silentTriggers.length > 0 || lost > 0)) {
    const gone = lost > 0 ? [`${lost} of ${key.triggersNeeded} missing`] : [];
    const found = `triggers of ${key.name}: ${[...key.silentTriggers, ...gone].join(", ")}`;
    const breaks = `The key is only on paper: rows can name a ${targetOf(relation)} that does not exist, or deleting one ${after(relation)}.`;
    findings.push(
      finding({ ...about, kind: "disabled", expected: "triggers on", found, breaks, mend: remade }),
    );
  }
  return findings;
}

function describeActions(
  { key, targetTable, columns }: KeyRelation,
  { onDelete, onUpdate }: { onDelete: string; onUpdate: string },
): string {
  const consequence = (action: string) => consequences[action as ReferentialAction] ?? "does something else";
  const said: string[] = [];
  if (onDelete !== key.onDelete)
    said.push(
      `Deleting a row of ${targetTable} ${consequence(onDelete)}; it should be so that it ${consequence(key.onDelete)}.`,
    );
  if (onUpdate !== key.onUpdate)
    said.push(
      `Changing a key of ${targetTable} ${consequence(onUpdate)}; it should be so that it ${consequence(key.onUpdate)}.`,
    );
  return said.join(" ") || `Only some of ${columns.join(", ")} are set.`;
}

/** A second key on the same columns: harmless when it acts alike, otherwise both act and the worse one wins. */
function describeDouble(
  relation: KeyRelation,
  { key, findings }: { key: LiveKey; findings: ForeignKeyFinding[] },
): ForeignKeyFinding {
  const isAlike = findings.length === 0;
  return finding({
    kind: "extra",
    severity: isAlike ? "note" : "fail",
    subject: `${relation.table}.${key.name}`,
    expected: "one foreign key",
    found: isAlike
      ? "a second one that acts alike"
      : `a second one: ${findings.map(({ found }) => found).join("; ")}`,
    breaks: isAlike ? "Every write is checked twice." : findings.map(({ breaks }) => breaks).join(" "),
    mend: [`ALTER TABLE ${escapeIdentifier(relation.table)} DROP CONSTRAINT ${escapeIdentifier(key.name)}`],
  });
}
