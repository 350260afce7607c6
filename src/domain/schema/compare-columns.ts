// The columns of a table, one by one.

import type { Column, LiveColumn, LiveSequence, Sequence, Table } from "./catalogue";
import { addColumn, alterColumn, defaultOf, provideSequence, quote, setDefault } from "./define-sql";
import { finding, type SchemaFinding } from "./finding";
import { rewriteColumn, type Standing } from "./rewrite-column";
import { compareTypes, isSameDefault } from "./same-meaning";

export interface ColumnScope {
  table: Table;
  standing: Standing;
  expectedSequences: Sequence[];
  sequences: LiveSequence[];
}

export function compareColumns(scope: ColumnScope): SchemaFinding[] {
  const live = new Map(scope.standing.live.columns.map((column) => [column.name, column]));
  const expected = new Set(scope.table.columns.map(({ name }) => name));
  return [
    ...scope.table.columns.flatMap((column) => {
      const found = live.get(column.name);
      return found ? judge(scope, column, found) : [missing(scope, column)];
    }),
    ...[...live.values()]
      .filter(({ name }) => !expected.has(name))
      .map((extra) => judgeExtra(scope.table.name, extra)),
  ];
}

function missing({ table, expectedSequences, standing }: ColumnScope, column: Column): SchemaFinding {
  const similar = standing.live.columns.filter(
    ({ name, type }) => type === column.type && !table.columns.some((each) => each.name === name),
  );
  const hint =
    similar.length > 0 ? `; of its type there is ${similar.map(({ name }) => name).join(", ")}` : "";
  const sequence = expectedSequences.find(({ ownedBy }) => ownedBy === `${table.name}.${column.name}`);
  const [create, , own, advance] = sequence ? provideSequence(sequence) : [];
  return finding("column_missing", `${table.name}.${column.name}`, {
    expected: describe(column),
    actual: `no such column${hint}`,
    mend: [create, addColumn(table.name, column), own, advance].filter(Boolean).join("\n"),
    migration: column.since,
  });
}

function judge(scope: ColumnScope, column: Column, live: LiveColumn): SchemaFinding[] {
  const subject = `${scope.table.name}.${column.name}`;
  // A generated column takes no value at all: what else is different about it does not matter before it is plain.
  if (live.generated) return [generated(scope, column, live)];
  return [
    ...judgeType(scope, column, live),
    ...judgeCollation(scope, column, live),
    ...judgeRequired(scope, column, live),
    ...judgeDefault(scope, column, live),
  ].map((found) => ({ ...found, subject, id: `${found.kind}:${subject}`, migration: column.since }));
}

function generated({ table, standing }: ColumnScope, column: Column, live: LiveColumn): SchemaFinding {
  // What is not stored cannot be kept: the column is made anew, and with it what stands on it.
  const anew = [
    `ALTER TABLE ${quote(table.name)} DROP COLUMN ${quote(column.name)};`,
    addColumn(table.name, column),
  ];
  const plain = [
    alterColumn(table.name, column.name, "DROP EXPRESSION"),
    ...(compareTypes(column.type, live.type) === "same" ? [] : rewriteColumn(standing, column)),
    ...(defaultOf(column) ? [setDefault(table.name, column)] : []),
    ...(!column.isRequired === !live.isRequired ? [] : [setRequired(table.name, column)]),
  ];
  return finding("column_generated", `${table.name}.${column.name}`, {
    expected: describe(column),
    actual: `${describe(live)}, generated`,
    mend: (live.generated === "s" ? plain : anew).join("\n"),
    migration: column.since,
  });
}

function judgeType(scope: ColumnScope, column: Column, live: LiveColumn): SchemaFinding[] {
  const verdict = compareTypes(column.type, live.type);
  if (verdict === "same") return [];
  const details = {
    expected: column.type,
    actual: live.type,
    mend: rewriteColumn(scope.standing, column).join("\n"),
  };
  if (verdict === "wider")
    return [finding("column_type", "", { ...details, severity: "warn", breaks: "nothing" })];
  const breaks = verdict === "shorter" ? "P2000 (22001) or P2020 (22003), or silent rounding" : undefined;
  return [finding("column_type", "", breaks ? { ...details, breaks } : details)];
}

function judgeCollation({ table }: ColumnScope, column: Column, live: LiveColumn): SchemaFinding[] {
  if (live.collation === undefined) return [];
  return [
    finding("column_collation", "", {
      expected: "the database's collation",
      actual: live.collation,
      mend: alterColumn(table.name, column.name, `TYPE ${column.type} COLLATE "default"`),
      // Texts that are not the same would count as equal: keys collide.
      severity: live.isCollationExact ? "warn" : "fail",
    }),
  ];
}

function judgeRequired({ table }: ColumnScope, column: Column, live: LiveColumn): SchemaFinding[] {
  if (!column.isRequired === !live.isRequired) return [];
  return [
    finding(column.isRequired ? "column_optional" : "column_required", "", {
      expected: column.isRequired ? "NOT NULL" : "may be null",
      actual: column.isRequired ? "may be null" : "NOT NULL",
      mend: setRequired(table.name, column),
    }),
  ];
}

function setRequired(table: string, column: Column): string {
  return alterColumn(table, column.name, column.isRequired ? "SET NOT NULL" : "DROP NOT NULL");
}

function judgeDefault(scope: ColumnScope, column: Column, live: LiveColumn): SchemaFinding[] {
  const { table } = scope;
  if (column.sequence) return judgeCounter(scope, column, live);
  if (live.identity) {
    const mend = alterColumn(table.name, column.name, "DROP IDENTITY");
    return [
      finding("column_default", "", { expected: describeDefault(column), actual: "an identity", mend }),
    ];
  }
  if (isSameDefault(column.default, live.default) && !live.sequence) return [];
  const details = {
    expected: describeDefault(column),
    actual: describeDefault(live),
    mend: setDefault(table.name, column),
  };
  // Where none is expected, a value that was forgotten is no longer refused.
  const isMore = column.default === undefined;
  return [
    finding("column_default", "", isMore ? { ...details, breaks: "silent: a value made up" } : details),
  ];
}

/** A column that counts: by a default, or as an identity, which does the same unless it insists. */
function judgeCounter(
  { table, sequences, expectedSequences }: ColumnScope,
  column: Column,
  live: LiveColumn,
) {
  const subject = `${table.name}.${column.name}`;
  const expected = `the next value of ${column.sequence}`;
  if (live.identity === "a") {
    const mend = alterColumn(table.name, column.name, "SET GENERATED BY DEFAULT");
    return [finding("column_identity", "", { expected, actual: "GENERATED ALWAYS AS IDENTITY", mend })];
  }
  if (live.identity === "d") {
    const nothing = { mend: "Nothing needs doing.", mendBy: "hand" as const };
    return [
      finding("identity_instead", "", { expected, actual: "GENERATED BY DEFAULT AS IDENTITY", ...nothing }),
    ];
  }
  const own = expectedSequences.find(({ name }) => name === column.sequence);
  const mend = own ? provideSequence(own).join("\n") : setDefault(table.name, column);
  const taken = sequences.find((each) => each.usedBy.includes(subject));
  if (!live.sequence || !taken || !/^nextval\('[^']*'::regclass\)$/.test(live.default ?? ""))
    return [finding("column_default", "", { expected, actual: describeDefault(live), mend })];
  const isShared = taken.ownedBy === undefined ? taken.usedBy.length > 1 : taken.ownedBy !== subject;
  if (!isShared) return [];
  const actual = `the next value of ${taken.name}, which counts for ${[taken.ownedBy, ...taken.usedBy].filter((each) => each && each !== subject).join(", ")}`;
  return [finding("sequence_shared", "", { expected, actual, mend })];
}

function judgeExtra(table: string, extra: LiveColumn): SchemaFinding {
  const subject = `${table}.${extra.name}`;
  const needsValue = extra.isRequired && extra.default === undefined && !extra.identity && !extra.generated;
  return needsValue
    ? finding("column_extra_required", subject, {
        expected: "no such column",
        actual: describe(extra),
        mend: alterColumn(table, extra.name, "DROP NOT NULL"),
      })
    : finding("column_extra", subject, {
        expected: "no such column",
        actual: describe(extra),
        mend: `Nothing needs doing. To be rid of it: ALTER TABLE ${quote(table)} DROP COLUMN ${quote(extra.name)};`,
        mendBy: "hand",
      });
}

function describe(column: Column): string {
  const value = defaultOf(column);
  return [column.type, column.isRequired ? "NOT NULL" : "", value ? `DEFAULT ${value}` : ""]
    .filter(Boolean)
    .join(" ");
}

function describeDefault(column: Column): string {
  const value = column.sequence ? `the next value of ${column.sequence}` : column.default;
  return value === undefined ? "no default" : `default ${value}`;
}
