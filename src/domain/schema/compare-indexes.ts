// Indexes, unique ones and primary keys among them, compared by what they do and never by their names: a rename is
// nothing, another index under the same name is everything.

import type { Index, LiveIndex, LiveTable, Table } from "./catalogue";
import { compareNames } from "./compare-names";
import { createIndex, describeIndex, dropIndex, quote } from "./define-sql";
import { type FindingKind, finding, ONLY_SLOW, type SchemaFinding } from "./finding";
import { isSameExpression } from "./same-meaning";

type Verdict = "same" | "covered" | "invalid" | "sort" | "differs" | "missing";

interface Match {
  index: Index;
  verdict: Verdict;
  live?: LiveIndex;
}

export interface IndexComparison {
  findings: SchemaFinding[];
  /** Expected indexes that are there and right, under the name they have. */
  healthy: Index[];
}

type Test = (index: Index, live: LiveIndex) => boolean;

// In this order: the first test that a live index passes decides. Each live index answers for one expected one.
const tests: [Verdict, Test][] = [
  ["same", (index, live) => live.isValid && isSame(index, live) && isSameOrder(index, live)],
  ["invalid", (index, live) => (!live.isValid || !live.isImmediate) && isSame(index, live)],
  ["sort", (index, live) => live.isValid && isSameButOrder(index, live)],
  ["covered", covers],
  ["differs", (index, live) => live.name === index.name || (!!index.isPrimary && !!live.isPrimary)],
  ["differs", (index, live) => hasSameColumns(index, live)],
];

export function compareIndexes(table: Table, live: LiveTable, namedInCode: Set<string>): IndexComparison {
  const left = new Set(live.indexes);
  const matches = table.indexes.map((index): Match => ({ index, verdict: "missing" }));
  for (const [verdict, test] of tests) {
    for (const match of matches.filter((each) => each.verdict === "missing")) {
      const found = [...left].find((candidate) => test(match.index, candidate));
      if (found) Object.assign(match, { verdict, live: found });
      if (found && verdict !== "covered") left.delete(found);
    }
  }
  const right = matches.filter(({ verdict }) => verdict === "same");
  return {
    findings: [
      ...matches.flatMap((match) => judge(table.name, match, namedInCode)),
      ...[...left].map((extra) => judgeExtra(table, extra, right)),
    ],
    healthy: right.map(({ index, live: found }) => ({ ...index, name: found?.name ?? index.name })),
  };
}

function judge(table: string, { index, verdict, live }: Match, namedInCode: Set<string>): SchemaFinding[] {
  const about = {
    expected: describeIndex(index),
    migration: index.since,
    ...(isUnique(index) ? {} : { breaks: ONLY_SLOW }),
  };
  if (!live)
    return [
      finding(missingKind(index), index.name, {
        ...about,
        actual: "none",
        mend: createIndex(table, index),
      }),
    ];
  const actual = describeLive(live);
  switch (verdict) {
    case "same":
      return compareNames(namesOf(index, live), namedInCode);
    case "covered":
      return [];
    case "invalid":
      // A deferrable constraint is whole, but nothing can be done with its index.
      return live.isImmediate
        ? [
            finding("index_invalid", index.name, {
              ...about,
              actual,
              mend: `REINDEX INDEX ${quote(live.name)};`,
            }),
          ]
        : [finding("index_differs", index.name, { ...about, actual, mend: replace(table, index, live) })];
    case "sort":
      return [finding("index_sort", index.name, { ...about, actual, mend: replace(table, index, live) })];
    default: {
      const kind = index.isPrimary ? "primary_key" : "index_differs";
      return [finding(kind, index.name, { ...about, actual, mend: replace(table, index, live) })];
    }
  }
}

function namesOf(index: Index, live: LiveIndex) {
  const mend = `ALTER INDEX ${quote(live.name)} RENAME TO ${quote(index.name)};`;
  return { subject: index.name, expected: index.name, there: live.name, mend, migration: index.since };
}

function missingKind(index: Index): FindingKind {
  if (index.isPrimary) return "primary_key";
  return index.isUnique ? "unique_missing" : "index_missing";
}

/** What has the name, or refuses what it should not, has to go first. */
function replace(table: string, index: Index, live: LiveIndex): string {
  const isInTheWay = live.name === index.name || live.isUnique || live.isPrimary;
  return [...(isInTheWay ? [dropIndex(table, live)] : []), createIndex(table, index)].join("\n");
}

function judgeExtra(table: Table, extra: LiveIndex, right: Match[]): SchemaFinding {
  const subject = `${table.name}.${extra.name}`;
  const actual = describeLive(extra);
  const mend = dropIndex(table.name, extra);
  if ((extra.isUnique || extra.isExclusion) && !isImplied(table, extra, right))
    return finding("unique_extra", subject, {
      expected: "no such rule: rows may agree in these columns",
      actual,
      mend,
    });
  return finding("index_extra", subject, { expected: "nothing", actual, mend, mendBy: "hand" });
}

/** A unique index over columns that are unique already refuses nothing more. */
function isImplied(table: Table, extra: LiveIndex, right: Match[]): boolean {
  if (extra.isExclusion) return false;
  const columns = new Set(extra.keys.map(({ of }) => of));
  const required = new Set(table.columns.filter(({ isRequired }) => isRequired).map(({ name }) => name));
  return right.some(
    ({ index }) =>
      (index.isUnique || index.isPrimary) &&
      index.keys.every(({ of }) => columns.has(of) && (required.has(of) || !extra.nullsNotDistinct)) &&
      (index.where === undefined || isSameExpression(index.where, extra.where)),
  );
}

/** The same rows accepted, the same queries served; an expected unique index may be a primary key. */
function isSame(index: Index, live: LiveIndex): boolean {
  return (
    !live.isExclusion &&
    (!index.isPrimary || !!live.isPrimary) &&
    isUnique(index) === isUnique(live) &&
    (!isUnique(index) || !!index.nullsNotDistinct === !!live.nullsNotDistinct) &&
    isSameExpression(index.where, live.where) &&
    index.keys.length === live.keys.length &&
    index.keys.every(({ of }, at) => live.keys[at]?.of === of)
  );
}

/** Also the same order, so that sorted reads are served; columns carried along as well are welcome. */
function isSameOrder(index: Index, live: LiveIndex): boolean {
  return (
    (!isUnique(index) || live.isImmediate) &&
    index.method === live.method &&
    index.keys.every(({ sort }, at) => live.keys[at]?.sort === sort) &&
    (index.include ?? []).every((column) => live.include?.includes(column))
  );
}

function isSameButOrder(index: Index, live: LiveIndex): boolean {
  const sorted = (each: Index) => ({ ...each, keys: each.keys.toSorted((a, b) => a.of.localeCompare(b.of)) });
  const mayBeReordered = isUnique(index) && !index.isPrimary;
  return (
    (!isUnique(index) || live.isImmediate) &&
    (isSame(index, live) ||
      (mayBeReordered && isSame(sorted(index), { ...live, ...sorted(live) } as LiveIndex)))
  );
}

/** A longer index over the same columns first serves the same reads. */
function covers(index: Index, live: LiveIndex): boolean {
  return (
    !isUnique(index) &&
    live.isValid &&
    index.method === live.method &&
    live.keys.length > index.keys.length &&
    index.keys.every(({ of, sort }, at) => live.keys[at]?.of === of && live.keys[at]?.sort === sort) &&
    (live.where === undefined || isSameExpression(index.where, live.where))
  );
}

function hasSameColumns(index: Index, live: LiveIndex): boolean {
  const of = (each: Index) => JSON.stringify(each.keys.map((key) => key.of).toSorted());
  return of(index) === of(live);
}

function isUnique(index: Index): boolean {
  return !!index.isUnique || !!index.isPrimary;
}

function describeLive(live: LiveIndex): string {
  const flags = [
    !live.isValid && "invalid",
    !live.isImmediate && "deferrable",
    live.isExclusion && "exclusion constraint",
  ].filter(Boolean);
  return [`${live.name}: ${describeIndex(live)}`, ...flags].join(", ");
}
