// Reads the live database: one statement for the catalogue, one for Prisma's own table, one for the sequences. Nothing is
// written and nothing is asked that the role may not see.

import { createHash } from "node:crypto";
import type { QueryResultRow } from "pg";
import type { Ask, Statement } from "@/infra/database/statement";
import type { ExpectedCatalogue, LiveCatalogue } from "./catalogue";
import { readCatalogueStatement } from "./catalogue-sql";
import { type Count, sequenceOf, written } from "./compare-sequences";
import { literal, quote } from "./define-sql";

export const MIGRATION_TABLE = "_prisma_migrations";

export async function readCatalogue(
  ask: Ask,
  expected: ExpectedCatalogue,
  applicationRole?: string,
): Promise<LiveCatalogue> {
  const [row] = await ask<{ catalogue: LiveCatalogue }>(readCatalogueStatement, [
    [...expected.tables.map(({ name }) => name), MIGRATION_TABLE],
    expected.enums.map(({ name }) => name),
    expected.sequences.map(({ name }) => name),
    expected.functions.map(({ name }) => name),
    applicationRole ?? null,
  ]);
  if (!row) throw new Error("The catalogue statement gives one row");
  return row.catalogue;
}

export interface AppliedMigration {
  name: string;
  checksum: string;
  isFinished: boolean;
  /** The first line of what went wrong. */
  logs: string | null;
}

const appliedMigrations: Statement = {
  name: "schema_migrations",
  text: `
  SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isFinished", split_part(logs, E'\\n', 1) AS logs
  FROM ${MIGRATION_TABLE} WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
};

/** @returns undefined where there is no such table, or we may not read it. */
export async function readMigrations(ask: Ask, live: LiveCatalogue): Promise<AppliedMigration[] | undefined> {
  const table = live.tables.find(({ name }) => name === MIGRATION_TABLE);
  return table?.isReadable ? await ask<AppliedMigration>(appliedMigrations) : undefined;
}

/** Where each sequence stands. Its column's highest value is one look into the index of the primary key. */
export async function readCounts(
  ask: Ask,
  expected: ExpectedCatalogue,
  live: LiveCatalogue,
): Promise<Count[]> {
  const parts = expected.sequences.flatMap(({ ownedBy = "" }) => {
    const [table = "", column = ""] = ownedBy.split(".");
    const owner = live.tables.find(({ name }) => name === table);
    const used = sequenceOf(live, ownedBy);
    const type = owner?.columns.find(({ name }) => name === column)?.type ?? "";
    if (!used?.isReadable || !owner?.isReadable || !["bigint", "integer", "smallint"].includes(type))
      return [];
    return `SELECT ${literal(ownedBy)} AS "column", last_value::text AS last, is_called AS "isCalled",
      (SELECT max(${quote(column)})::text FROM ${quote(table)}) AS max FROM ${written(used)}`;
  });
  if (parts.length === 0) return [];
  const text = parts.join("\nUNION ALL\n");
  // The text follows what is there, and a prepared statement's name stands for one text.
  const name = `schema_counts_${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
  return (await ask<Count & QueryResultRow>({ name, text })).map(({ max, ...count }) => ({
    ...count,
    ...(max === null ? {} : { max }),
  }));
}

export interface Candidate {
  schema: string;
  name: string;
  kind: string;
}

const similarTables: Statement = {
  name: "schema_similar_tables",
  text: `
  SELECT w.name AS missing, n.nspname AS schema, c.relname AS name, c.relkind AS kind
  FROM json_to_recordset($1) w(name text, columns text[])
    JOIN pg_class c ON c.relkind IN ('r', 'p') AND c.relname <> ALL ($2)
      OR c.relname = w.name AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
  WHERE (c.relname = w.name AND n.nspname <> current_schema()) OR (n.nspname = current_schema() AND c.relname <> w.name AND (lower(c.relname) = lower(w.name)
    OR w.columns = (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)))
  ORDER BY n.nspname = current_schema() DESC, c.relname`,
};

/** Tables that may be the missing ones under another name, in other letters or in another schema. */
export async function readSimilarTables(
  ask: Ask,
  expected: ExpectedCatalogue,
  missing: string[],
): Promise<Map<string, Candidate>> {
  if (missing.length === 0) return new Map();
  const wanted = expected.tables
    .filter(({ name }) => missing.includes(name))
    .map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) }));
  const known = expected.tables.map(({ name }) => name);
  const rows = await ask<Candidate & { missing: string }>(similarTables, [JSON.stringify(wanted), known]);
  return new Map(rows.toReversed().map(({ missing: name, ...candidate }) => [name, candidate]));
}
