// The live catalogue against the expected one: names first, then everything of each table, then what tables share.

import type { Ask } from "@/infra/database/statement";
import type { ExpectedCatalogue, LiveCatalogue, LiveTable, Table } from "./catalogue";
import { compareColumns } from "./compare-columns";
import {
  compareChecks,
  compareForeignKeys,
  compareTriggers,
  missingForeignKeys,
} from "./compare-constraints";
import { compareEnum, type TableStanding } from "./compare-enums";
import { compareIndexes } from "./compare-indexes";
import { compareSequences } from "./compare-sequences";
import {
  compareExtensions,
  compareFunctions,
  compareTableState,
  isTable,
  missingTable,
  otherTables,
  replacedTable,
} from "./compare-tables";
import type { SchemaFinding } from "./finding";
import { type Candidate, readCounts, readSimilarTables } from "./read-catalogue";
import { settleNames } from "./settle-names";

export async function compareCatalogue(
  ask: Ask,
  expected: ExpectedCatalogue,
  found: LiveCatalogue,
): Promise<SchemaFinding[]> {
  const live = { ...found, tables: found.tables.filter(isTable) };
  const missing = expected.tables.filter(({ name }) => !live.tables.some((table) => table.name === name));
  const candidates = await readSimilarTables(
    ask,
    expected,
    missing.map(({ name }) => name),
  );
  const settled = settleNames(expected, withTablesNamedBack(live, candidates));
  const counts = await readCounts(ask, expected, live);
  const standings: TableStanding[] = [];
  const findings = expected.tables.flatMap((table) => {
    const there = settled.live.tables.find(({ name }) => name === table.name);
    if (!there) return absent(table, { expected, found, candidates });
    const { findings: ofTable, standing } = compareTable(table, there, { expected, live: settled.live });
    standings.push(standing);
    return ofTable;
  });
  return [
    ...settled.findings,
    ...findings,
    ...expected.enums.flatMap((type) => {
      const there = settled.live.enums.find(({ name, schema }) => name === type.name && !schema);
      return there ? compareEnum(type, there, standings) : [];
    }),
    ...compareSequences(expected, settled.live, counts),
    ...compareExtensions(expected, live),
    ...compareFunctions(expected, live),
    ...otherTables(live),
  ];
}

interface Whole {
  expected: ExpectedCatalogue;
  live: LiveCatalogue;
}

function compareTable(table: Table, live: LiveTable, { expected, live: all }: Whole) {
  const namedInCode = new Set(expected.namedInCode);
  const indexes = compareIndexes(table, live, namedInCode);
  const checks = compareChecks(table, live, namedInCode);
  const standing = { live, healthyIndexes: indexes.healthy, healthyChecks: checks.healthy };
  const scope = { table, standing, expectedSequences: expected.sequences, sequences: all.sequences };
  return {
    standing: { table, standing },
    findings: [
      ...compareTableState(table, live),
      ...compareColumns(scope),
      ...indexes.findings,
      ...checks.findings,
      ...compareForeignKeys(table, live, namedInCode),
      ...compareTriggers(table, live),
    ],
  };
}

interface Absence {
  expected: ExpectedCatalogue;
  found: LiveCatalogue;
  candidates: Map<string, Candidate>;
}

function absent(table: Table, { expected, found, candidates }: Absence): SchemaFinding[] {
  const candidate = candidates.get(table.name);
  const around = {
    home: found.place.schema ?? "",
    sequences: expected.sequences,
    ...(candidate ? { candidate } : {}),
  };
  const instead = found.tables.find(({ name }) => name === table.name);
  const itself = instead ? replacedTable(table, instead, around) : missingTable(table, around);
  return [itself, ...(candidate ? [] : missingForeignKeys(table))];
}

/** Foreign keys follow a renamed table: they point to the right one, which has the wrong name. */
function withTablesNamedBack(live: LiveCatalogue, candidates: Map<string, Candidate>): LiveCatalogue {
  const names = new Map(
    [...candidates].map(([name, { schema, name: there }]) => [
      schema === live.place.schema ? there : `${schema}.${there}`,
      name,
    ]),
  );
  const tables = live.tables.map((table) => ({
    ...table,
    foreignKeys: table.foreignKeys.map((key) => ({ ...key, table: names.get(key.table) ?? key.table })),
  }));
  return { ...live, tables };
}
