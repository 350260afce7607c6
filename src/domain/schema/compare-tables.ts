// Tables as a whole: whether each is there, is a table, keeps its rows and shows them.

import type { ExpectedCatalogue, LiveCatalogue, LiveTable, Sequence, Table } from "./catalogue";
import { addCheck, createIndex, createTable, provideSequence, quote } from "./define-sql";
import { finding, type SchemaFinding } from "./finding";
import type { Candidate } from "./read-catalogue";

const KINDS: Record<string, string> = { v: "a view", m: "a materialized view", f: "a foreign table" };

export function isTable({ kind }: LiveTable): boolean {
  return kind === "r" || kind === "p";
}

interface Surroundings {
  /** The schema it should be in. */
  home: string;
  sequences: Sequence[];
  /** What may be the table, elsewhere or under another name. */
  candidate?: Candidate;
}

export function missingTable(table: Table, { home, sequences, candidate }: Surroundings): SchemaFinding {
  const about = { expected: `a table of ${table.columns.length} columns`, migration: table.since };
  if (!candidate)
    return finding("table_missing", table.name, {
      ...about,
      actual: "no such table",
      mend: defineTable(table, sequences),
    });
  return finding("table_missing", table.name, {
    ...about,
    actual: `not in this schema, but there is ${quote(candidate.schema)}.${quote(candidate.name)}. Did you mean that?`,
    mend:
      candidate.name === table.name
        ? `-- Or set the search path to where the tables are.\nALTER TABLE ${quote(candidate.schema)}.${quote(candidate.name)} SET SCHEMA ${quote(home)};`
        : `ALTER TABLE ${quote(candidate.name)} RENAME TO ${quote(table.name)};`,
  });
}

/** Everything of a table but its foreign keys, which need the others. Rows that are gone come from a backup. */
function defineTable(table: Table, sequences: Sequence[]): string {
  const own = sequences
    .filter(({ ownedBy }) => ownedBy?.split(".")[0] === table.name)
    .map((sequence) => provideSequence(sequence));
  return [
    ...own.map(([create]) => create),
    createTable(table),
    ...own.map(([, , ownedBy]) => ownedBy),
    ...table.indexes.map((index) => createIndex(table.name, index)),
    ...table.checks.map((check) => addCheck(table.name, check)),
    ...(table.triggers ?? []).map(({ definition }) => `${definition};`),
  ].join("\n");
}

/** A view or a foreign table in the place of a table. The mend puts it aside and leaves it as it is. */
export function replacedTable(table: Table, live: LiveTable, around: Surroundings): SchemaFinding {
  const noun = live.kind === "f" ? "FOREIGN TABLE" : live.kind === "m" ? "MATERIALIZED VIEW" : "VIEW";
  const aside = `ALTER ${noun} ${quote(table.name)} RENAME TO ${quote(`${table.name}_aside`)};`;
  return finding("table_replaced", table.name, {
    expected: "a table",
    actual: KINDS[live.kind] ?? `a relation of kind ${live.kind}`,
    mend: `${aside}\n${missingTable(table, around).mend}`,
    migration: table.since,
  });
}

export function compareTableState(table: Table, live: LiveTable): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  const { rowSecurity, rules } = live;
  if (live.isUnlogged && !table.isUnlogged)
    findings.push(
      finding("table_unlogged", table.name, {
        expected: "a table that survives a crash",
        actual: "UNLOGGED",
        mend: `ALTER TABLE ${quote(table.name)} SET LOGGED;`,
      }),
    );
  if (rowSecurity.isOn)
    findings.push(
      finding("row_security", table.name, {
        expected: "every row visible",
        actual: rowSecurity.policies.length
          ? `row security by ${rowSecurity.policies.join(", ")}`
          : "row security without a policy: no row is visible, none can be written",
        mend: `ALTER TABLE ${quote(table.name)} NO FORCE ROW LEVEL SECURITY;\nALTER TABLE ${quote(table.name)} DISABLE ROW LEVEL SECURITY;`,
        severity: rowSecurity.policies.length > 0 && !rowSecurity.isActiveForUs ? "warn" : "fail",
      }),
    );
  for (const { name, definition } of rules)
    findings.push(
      finding("rule_extra", `${table.name}.${name}`, {
        expected: "no rule",
        actual: definition,
        mend: `DROP RULE ${quote(name)} ON ${quote(table.name)};`,
      }),
    );
  return findings;
}

/** What else is in the schema is nobody's business here; it is only counted. */
export function otherTables({ place }: LiveCatalogue): SchemaFinding[] {
  const { count, names = [] } = place.otherTables;
  if (count === 0) return [];
  return [
    finding("table_extra", place.schema ?? "", {
      expected: "nothing",
      actual: `${count} other table${count === 1 ? "" : "s"}: ${names.join(", ")}${count > names.length ? " …" : ""}`,
      mend: "Nothing needs doing.",
      mendBy: "hand",
    }),
  ];
}

export function compareExtensions(expected: ExpectedCatalogue, live: LiveCatalogue): SchemaFinding[] {
  return expected.extensions
    .filter((name) => !live.extensions.includes(name))
    .map((name) =>
      finding("extension_missing", name, {
        expected: "installed",
        actual: "not installed in this database",
        mend: `CREATE EXTENSION ${quote(name)};`,
      }),
    );
}

export function compareFunctions(expected: ExpectedCatalogue, live: LiveCatalogue): SchemaFinding[] {
  return expected.functions.flatMap((wanted) => {
    const found = live.functions.filter(({ name }) => name === wanted.name);
    if (found.some(({ definition }) => definition === wanted.definition)) return [];
    return finding("function_differs", wanted.name, {
      expected: wanted.definition,
      actual: found[0]?.definition ?? "none",
      mend: `${wanted.definition.replace(/^CREATE (OR REPLACE )?/, "CREATE OR REPLACE ")};`,
      migration: wanted.since,
    });
  });
}
