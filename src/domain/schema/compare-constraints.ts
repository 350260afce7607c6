// Check constraints, foreign keys and triggers, compared by what they do.

import type { Check, ForeignKey, LiveCheck, LiveForeignKey, LiveTable, Table } from "./catalogue";
import { compareNames } from "./compare-names";
import {
  addCheck,
  addForeignKey,
  describeForeignKey,
  dropConstraint,
  quote,
  validateConstraint,
} from "./define-sql";
import { finding, type SchemaFinding } from "./finding";
import { isSameExpression } from "./same-meaning";

export interface CheckComparison {
  findings: SchemaFinding[];
  /** Expected checks that are there and right, under the name they have. */
  healthy: Check[];
}

export function compareChecks(table: Table, live: LiveTable, namedInCode: Set<string>): CheckComparison {
  const left = new Set(live.checks);
  const findings: SchemaFinding[] = [];
  const healthy: Check[] = [];
  const renamed: SchemaFinding[] = [];
  for (const check of table.checks) {
    const found = [...left].find(({ expression }) => isSameExpression(expression, check.expression));
    if (found) left.delete(found);
    const problem = judgeCheck(
      table.name,
      check,
      found ?? live.checks.find(({ name }) => name === check.name),
    );
    if (problem) findings.push(problem);
    else healthy.push({ ...check, name: found?.name ?? check.name });
    if (found) renamed.push(...compareNames(namesOf(table.name, check, found), namedInCode));
  }
  const names = new Set(findings.map(({ subject }) => subject));
  const extras = [...left].filter(({ name }) => !names.has(`${table.name}.${name}`));
  return {
    findings: [...findings, ...renamed, ...extras.map((extra) => judgeExtraCheck(table, extra))],
    healthy,
  };
}

function namesOf(table: string, constraint: { name: string; since?: string }, { name }: { name: string }) {
  return {
    subject: `${table}.${constraint.name}`,
    expected: constraint.name,
    there: name,
    mend: `ALTER TABLE ${quote(table)} RENAME CONSTRAINT ${quote(name)} TO ${quote(constraint.name)};`,
    migration: constraint.since,
  };
}

function judgeCheck(table: string, check: Check, live: LiveCheck | undefined): SchemaFinding | undefined {
  const subject = `${table}.${check.name}`;
  const about = { expected: `CHECK (${check.expression})`, migration: check.since };
  if (!live)
    return finding("check_missing", subject, { ...about, actual: "none", mend: addCheck(table, check) });
  const replace = `${dropConstraint(table, live.name)}\n${addCheck(table, check)}`;
  if (!isSameExpression(live.expression, check.expression))
    return finding("check_differs", subject, {
      ...about,
      actual: `CHECK (${live.expression})`,
      mend: replace,
    });
  if (!live.isEnforced)
    return finding("check_unproved", subject, { ...about, actual: "the same, NOT ENFORCED", mend: replace });
  if (!live.isValidated) {
    const mend = validateConstraint(table, live.name);
    return finding("check_unproved", subject, { ...about, actual: "the same, NOT VALID", mend });
  }
  return undefined;
}

function judgeExtraCheck(table: Table, extra: LiveCheck): SchemaFinding {
  const about = {
    expected: "no such rule",
    actual: `CHECK (${extra.expression})`,
    mend: dropConstraint(table.name, extra.name),
  };
  const subject = `${table.name}.${extra.name}`;
  return isHarmless(table, extra)
    ? finding("constraint_extra", subject, { ...about, mendBy: "hand" })
    : finding("check_extra", subject, about);
}

/** Not enforced, said twice, or what NOT NULL says already. */
function isHarmless(table: Table, { expression, isEnforced }: LiveCheck): boolean {
  const notNull = /^\(*"?([^"()]+)"? IS NOT NULL\)*$/.exec(expression)?.[1];
  return (
    !isEnforced ||
    /^\(*true\)*$/.test(expression) ||
    table.checks.some((check) => isSameExpression(check.expression, expression)) ||
    table.columns.some(({ name, isRequired }) => isRequired && name === notNull)
  );
}

/** Those of a table that has to be made first. */
export function missingForeignKeys(table: Table): SchemaFinding[] {
  return table.foreignKeys.flatMap((key) => judgeForeignKey(table.name, key, undefined));
}

export function compareForeignKeys(table: Table, live: LiveTable, namedInCode: Set<string>): SchemaFinding[] {
  const left = new Set(live.foreignKeys);
  const take = (test: (key: LiveForeignKey) => boolean) => {
    const found = [...left].find(test);
    if (found) left.delete(found);
    return found;
  };
  const same = table.foreignKeys.map((key) => take((each) => isSameKey(key, each)));
  const other = table.foreignKeys.map((key, at) =>
    same[at] ? undefined : take((each) => each.name === key.name || isSameList(each.columns, key.columns)),
  );
  return [
    ...table.foreignKeys.flatMap((key, at) => judgeForeignKey(table.name, key, same[at] ?? other[at])),
    ...table.foreignKeys.flatMap((key, at) => {
      const found = same[at];
      return found ? compareNames(namesOf(table.name, key, found), namedInCode) : [];
    }),
    ...[...left].map((extra) => judgeExtraForeignKey(table, extra)),
  ];
}

function judgeForeignKey(table: string, key: ForeignKey, live: LiveForeignKey | undefined): SchemaFinding[] {
  const subject = `${table}.${key.name}`;
  const about = { expected: describeForeignKey(key), migration: key.since };
  if (!live)
    return [
      finding("foreign_key_missing", subject, { ...about, actual: "none", mend: addForeignKey(table, key) }),
    ];
  if (!isSameKey(key, live)) return [finding("foreign_key_differs", subject, differs(table, key, live))];
  if (!live.isEnforced) {
    const mend = `ALTER TABLE ${quote(table)} ALTER CONSTRAINT ${quote(live.name)} ENFORCED;`;
    return [finding("foreign_key_disabled", subject, { ...about, actual: "the same, NOT ENFORCED", mend })];
  }
  return [
    ...(live.isValidated
      ? []
      : [
          finding("foreign_key_unproved", subject, {
            ...about,
            actual: "the same, NOT VALID",
            mend: validateConstraint(table, live.name),
          }),
        ]),
    ...(live.disabledTriggers.length === 0
      ? []
      : [
          finding("foreign_key_disabled", subject, {
            ...about,
            actual: `its triggers are switched off on ${[...new Set(live.disabledTriggers.map((each) => each.table))].join(", ")}`,
            mend: live.disabledTriggers
              .map((trigger) => `ALTER TABLE ${trigger.table} ENABLE TRIGGER ${quote(trigger.name)};`)
              .join("\n"),
          }),
        ]),
  ];
}

/** Checked at the end of a statement, or at the end of the transaction: the second is another error at another place. */
function differs(table: string, key: ForeignKey, live: LiveForeignKey) {
  const isOnlyDeferrable =
    live.deferrable === "IMMEDIATE" &&
    !key.deferrable &&
    isSameKey({ ...key, deferrable: "IMMEDIATE" }, live);
  return {
    expected: describeForeignKey(key),
    actual: describeForeignKey(live),
    mend: `${dropConstraint(table, live.name)}\n${addForeignKey(table, key)}`,
    migration: key.since,
    ...(isOnlyDeferrable ? { severity: "warn" as const } : {}),
  };
}

function judgeExtraForeignKey(table: Table, extra: LiveForeignKey): SchemaFinding {
  const about = {
    expected: "no such rule",
    actual: describeForeignKey(extra),
    mend: dropConstraint(table.name, extra.name),
  };
  const subject = `${table.name}.${extra.name}`;
  return table.foreignKeys.some((key) => isSameKey(key, extra))
    ? finding("constraint_extra", subject, { ...about, mendBy: "hand" })
    : finding("foreign_key_extra", subject, about);
}

function isSameKey(key: ForeignKey, live: ForeignKey): boolean {
  const pairs = (each: ForeignKey) =>
    each.columns.map((column, at) => `${column}>${each.references[at]}`).toSorted();
  return (
    key.table === live.table &&
    key.onDelete === live.onDelete &&
    key.onUpdate === live.onUpdate &&
    key.deferrable === live.deferrable &&
    key.match === live.match &&
    isSameList(pairs(key), pairs(live))
  );
}

function isSameList(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at]);
}

export function compareTriggers(table: Table, live: LiveTable): SchemaFinding[] {
  const expected = table.triggers ?? [];
  const missing = expected.flatMap((trigger) => {
    const found = live.triggers.find(({ definition }) => definition === trigger.definition);
    if (found?.isEnabled) return [];
    const about = { expected: trigger.definition, migration: trigger.since };
    const enable = `ALTER TABLE ${quote(table.name)} ENABLE TRIGGER ${quote(trigger.name)};`;
    const subject = `${table.name}.${trigger.name}`;
    return found
      ? finding("trigger_disabled", subject, { ...about, actual: "switched off", mend: enable })
      : finding("trigger_missing", subject, { ...about, actual: "none", mend: `${trigger.definition};` });
  });
  const extras = live.triggers.filter(
    ({ definition, isEnabled }) =>
      isEnabled && !expected.some((trigger) => trigger.definition === definition),
  );
  return [
    ...missing,
    ...extras.map(({ name, definition, isBefore }) =>
      finding("trigger_extra", `${table.name}.${name}`, {
        expected: "no trigger",
        actual: definition,
        mend: `DROP TRIGGER ${quote(name)} ON ${quote(table.name)};`,
        // Afterwards a row can only be refused or copied, no longer changed.
        severity: isBefore ? "fail" : "warn",
      }),
    ),
  ];
}
