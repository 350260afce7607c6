// Sequences: whether each is there, belongs to its column, counts the right way, is ahead of the column and has room.

import type { ExpectedCatalogue, LiveCatalogue, LiveSequence, Sequence } from "./catalogue";
import { compareNames } from "./compare-names";
import { advanceSequence, provideSequence, quote } from "./define-sql";
import { finding, type SchemaFinding } from "./finding";

/** Where a sequence stands, and the highest value of the column it counts for; numbers as text. */
export interface Count {
  /** `table.column`. */
  column: string;
  last: string;
  isCalled: boolean;
  max?: string;
}

const FULL_PERCENT = 95n;
const FILLING_PERCENT = 70n;
const COLUMN_MAX: Record<string, bigint> = { smallint: 32_767n, integer: 2_147_483_647n };

export function compareSequences(
  expected: ExpectedCatalogue,
  live: LiveCatalogue,
  counts: Count[],
): SchemaFinding[] {
  const namedInCode = new Set(expected.namedInCode);
  return [
    ...expected.sequences.flatMap((sequence) => {
      const used = sequenceOf(live, sequence.ownedBy ?? "");
      const isThere = live.sequences.some(({ name, schema }) => name === sequence.name && !schema);
      const findings: SchemaFinding[] = [];
      // Where the column is missing as well, its own mend brings the sequence.
      if (!isThere && !used && hasColumn(live, sequence.ownedBy ?? "")) findings.push(missing(sequence));
      if (!isThere && used) findings.push(...compareNames(namesOf(sequence, used, live), namedInCode));
      if (used) findings.push(...judge(sequence, used));
      const count = counts.find(({ column }) => column === sequence.ownedBy);
      if (used && count) findings.push(...judgeCount({ sequence, used, count, live }));
      return findings;
    }),
    ...unseen(expected, live),
  ];
}

/** The sequence that counts for a column, whatever it is called. */
export function sequenceOf(live: LiveCatalogue, column: string): LiveSequence | undefined {
  return (
    live.sequences.find(({ usedBy }) => usedBy.includes(column)) ??
    live.sequences.find(
      ({ ownedBy, usedBy }) => ownedBy === column && usedBy.length === 0 && isIdentity(live, column),
    )
  );
}

function findColumn(live: LiveCatalogue, subject: string) {
  const [table, column] = subject.split(".");
  return live.tables.find(({ name }) => name === table)?.columns.find(({ name }) => name === column);
}

function isIdentity(live: LiveCatalogue, subject: string): boolean {
  return !!findColumn(live, subject)?.identity;
}

function hasColumn(live: LiveCatalogue, subject: string): boolean {
  return findColumn(live, subject) !== undefined;
}

function missing(sequence: Sequence): SchemaFinding {
  return finding("sequence_missing", sequence.name, {
    expected: `a sequence for ${sequence.ownedBy}`,
    actual: "none",
    mend: provideSequence(sequence).join("\n"),
    migration: sequence.since,
  });
}

function namesOf(sequence: Sequence, used: LiveSequence, { place }: LiveCatalogue) {
  const back = used.schema ? `SET SCHEMA ${quote(place.schema ?? "")}` : `RENAME TO ${quote(sequence.name)}`;
  return {
    subject: sequence.name,
    expected: sequence.name,
    there: written(used),
    mend: `ALTER SEQUENCE ${written(used)} ${back};`,
    migration: sequence.since,
  };
}

function judge(sequence: Sequence, used: LiveSequence): SchemaFinding[] {
  const column = sequence.ownedBy ?? "";
  const [table = "", name = ""] = column.split(".");
  const isOdd =
    BigInt(used.increment) < 1n ||
    BigInt(used.max) < BigInt(sequence.max) ||
    !used.isCycling !== !sequence.isCycling;
  const isWide = used.increment !== sequence.increment;
  return [
    ...(used.ownedBy
      ? []
      : [
          finding("sequence_owner", sequence.name, {
            expected: `owned by ${column}`,
            actual: "owned by no column",
            mend: `ALTER SEQUENCE ${written(used)} OWNED BY ${quote(table)}.${quote(name)};`,
            migration: sequence.since,
          }),
        ]),
    ...(isOdd || isWide
      ? [
          finding("sequence_limits", sequence.name, {
            expected: describe(sequence),
            actual: describe(used),
            mend: `ALTER SEQUENCE ${written(used)} AS ${sequence.type} INCREMENT BY ${sequence.increment} MINVALUE ${sequence.min} MAXVALUE ${sequence.max} ${sequence.isCycling ? "" : "NO "}CYCLE;`,
            // Larger steps only leave holes.
            severity: isOdd ? "fail" : "warn",
            migration: sequence.since,
          }),
        ]
      : []),
  ];
}

interface Counted {
  sequence: Sequence;
  used: LiveSequence;
  count: Count;
  live: LiveCatalogue;
}

function judgeCount({ sequence, used, count, live }: Counted): SchemaFinding[] {
  const [table = "", column = ""] = count.column.split(".");
  const type = findColumn(live, count.column)?.type ?? "";
  const last = BigInt(count.last);
  const next = count.isCalled ? last + BigInt(used.increment) : last;
  const max = count.max === undefined ? undefined : BigInt(count.max);
  const limit = [BigInt(used.max), COLUMN_MAX[type] ?? BigInt(used.max)].reduce((a, b) => (a < b ? a : b));
  const percent = (next * 100n) / limit;
  const advance = advanceSequence(used.name, table, column);
  const findings: SchemaFinding[] = [];
  if (max !== undefined && next <= max)
    findings.push(
      finding("sequence_behind", sequence.name, {
        expected: `next value above ${max}, the highest ${count.column}`,
        actual: `next value ${next}`,
        mend: advance,
      }),
    );
  if (percent >= FILLING_PERCENT)
    findings.push(
      finding("sequence_exhausted", sequence.name, {
        expected: "room for more values",
        actual: `next value ${next}, the last possible one is ${limit}`,
        // Where the column is far behind, only the counter has run away.
        mend:
          ((max ?? 0n) * 100n) / limit < FILLING_PERCENT
            ? advance
            : `Give ${count.column} and its sequence a larger type.`,
        mendBy: ((max ?? 0n) * 100n) / limit < FILLING_PERCENT ? "sql" : "hand",
        severity: percent > FULL_PERCENT ? "fail" : "warn",
      }),
    );
  return findings;
}

/** A role that may read tables need not be able to read sequences. */
function unseen(expected: ExpectedCatalogue, live: LiveCatalogue): SchemaFinding[] {
  const blind = expected.sequences.filter(({ ownedBy = "" }) => {
    const table = live.tables.find(({ name }) => name === ownedBy.split(".")[0]);
    const used = sequenceOf(live, ownedBy);
    return table && used && !(used.isReadable && table.isReadable);
  });
  if (blind.length === 0) return [];
  const [schema, role] = [quote(live.place.schema ?? ""), quote(live.place.role)];
  return [
    finding("sequence_unseen", live.place.role, {
      expected: "SELECT on tables and sequences",
      actual: `${blind.length} sequences that ${live.place.role} may not look at`,
      mend: `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role};\nGRANT SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};`,
    }),
  ];
}

export function written({ schema, name }: LiveSequence): string {
  return schema ? `${quote(schema)}.${quote(name)}` : quote(name);
}

function describe({ type, increment, max, isCycling }: Sequence): string {
  return `${type}, by ${increment}, up to ${max}${isCycling ? ", starting over" : ""}`;
}
