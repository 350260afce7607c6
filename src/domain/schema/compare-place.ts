// Where the connection has led: an empty database, another schema, a standby, a migration that is under way.

import type { ExpectedCatalogue, LiveCatalogue } from "./catalogue";
import { literal, quote } from "./define-sql";
import { finding, type SchemaFinding } from "./finding";
import { MIGRATION_TABLE } from "./read-catalogue";

const UTC = /^(UTC|UCT|GMT|Zulu|Universal|Greenwich|Etc\/(UTC|UCT|GMT|Zulu|Universal|Greenwich))$/i;
// Said for this connection alone, by its own URL or environment.
const OWN_WISH = new Set(["client", "session"]);
// Said for a role, in all databases or in one.
const ROLE_WISH = new Set(["user", "database user"]);

export const DEPLOY = "npx prisma migrate deploy";

/** What makes any other comparison pointless; undefined when our tables are where they are looked for. */
export function findNoHome(
  expected: ExpectedCatalogue,
  live: LiveCatalogue,
  applied: number | undefined,
): SchemaFinding | undefined {
  const { place } = live;
  if (live.tables.some(({ name }) => name !== MIGRATION_TABLE)) return undefined;
  const elsewhere = place.homes.filter(
    ({ schema, tables }) => schema !== place.schema && tables * 2 > expected.tables.length,
  );
  const closed = elsewhere.find(({ isUsable }) => !isUsable);
  if (closed)
    return finding("unreadable", `schema ${closed.schema}`, {
      expected: `USAGE on schema ${closed.schema} for ${place.role}`,
      actual: `${place.role} may not look into it`,
      mend: `GRANT USAGE ON SCHEMA ${quote(closed.schema)} TO ${quote(place.role)};`,
    });
  const [other] = elsewhere;
  if (other) return inOtherSchema(live, other);
  if (!place.schema)
    return finding("wrong_schema", "search_path", {
      expected: "a schema that exists",
      actual: `search_path ${place.searchPath} leads to none that ${place.role} may use, and our tables are in no other`,
      mend: `Take search_path out of DATABASE_URL, or create the schema; then: ${DEPLOY}`,
      mendBy: "hand",
    });
  if (applied) return undefined; // The migrations ran here once: every table has its own finding.
  return finding("database_empty", place.database, {
    expected: `${expected.tables.length} tables in schema ${place.schema}`,
    actual: `none of them: the database is empty${place.otherTables.count ? ` but for ${place.otherTables.count} tables of others` : ""}`,
    mend: DEPLOY,
    mendBy: "command",
  });
}

function inOtherSchema({ place }: LiveCatalogue, other: { schema: string; tables: number }): SchemaFinding {
  return finding("wrong_schema", place.schema ?? "search_path", {
    expected: `our tables in ${place.schema ? `schema ${place.schema}` : "the search path"}, where search_path ${place.searchPath} leads`,
    actual: `${other.tables} of them are in schema ${other.schema}`,
    mend: `Let DATABASE_URL lead there (options=-c search_path=${other.schema}), or: ALTER ROLE ${quote(place.role)} IN DATABASE ${quote(place.database)} SET search_path = ${quote(other.schema)};`,
    mendBy: "hand",
  });
}

interface Demands {
  /** The schema that Prisma writes into its queries. */
  prismaSchema: string;
  purpose: "deploy" | "runtime";
  isWriter: boolean;
}

export function comparePlace(
  expected: ExpectedCatalogue,
  live: LiveCatalogue,
  demands: Demands,
): SchemaFinding[] {
  return [
    ...judgePrismaSchema(live, demands),
    ...judgeReadOnly(live, demands),
    ...judgeTimeZone(expected, live),
    ...judgeCollation(live),
    ...judgeLock(live, demands),
  ];
}

function judgePrismaSchema({ place }: LiveCatalogue, { prismaSchema }: Demands): SchemaFinding[] {
  if (place.schema === prismaSchema) return [];
  return [
    finding("wrong_schema", place.schema ?? "", {
      expected: `one schema for all: Prisma's own queries go to ${prismaSchema}`,
      actual: `raw SQL goes to ${place.schema}, where search_path ${place.searchPath} leads`,
      mend: `Say it in DATABASE_URL, which Prisma follows as well: options=-c search_path=${place.schema}`,
      mendBy: "hand",
    }),
  ];
}

function judgeReadOnly({ place }: LiveCatalogue, { purpose, isWriter }: Demands): SchemaFinding[] {
  const expected = "a primary that takes writes";
  if (place.isStandby) {
    const mend = "Point DATABASE_URL at the primary.";
    return [
      finding("read_only", "standby", {
        expected,
        actual: "a standby: it follows another server",
        mend,
        mendBy: "hand",
      }),
    ];
  }
  const by = place.readOnlyBy;
  if (!by) return [];
  const isOwnWish = OWN_WISH.has(by) || (ROLE_WISH.has(by) && !isWriter);
  if (isOwnWish && purpose === "deploy") return [];
  const whose = ROLE_WISH.has(by) ? `ROLE ${quote(place.role)}` : `DATABASE ${quote(place.database)}`;
  const roleInDatabase = `ALTER ROLE ${quote(place.role)} IN DATABASE ${quote(place.database)} RESET default_transaction_read_only;`;
  return [
    finding("read_only", by, {
      expected,
      actual: `default_transaction_read_only = on, set by: ${by}`,
      mend: by === "database user" ? roleInDatabase : `ALTER ${whose} RESET default_transaction_read_only;`,
      mendBy: ROLE_WISH.has(by) || by === "database" ? "sql" : "hand",
    }),
  ];
}

/** A column without a zone takes local time from CURRENT_TIMESTAMP; one with a zone means the same instant everywhere. */
function judgeTimeZone({ tables }: ExpectedCatalogue, { place }: LiveCatalogue): SchemaFinding[] {
  if (UTC.test(place.timeZone)) return [];
  const hasLocalTimes = tables.some(({ columns }) =>
    columns.some(({ type }) => /^time.*without time zone/.test(type)),
  );
  return [
    finding("time_zone", place.database, {
      expected: "UTC",
      actual: place.timeZone,
      mend: `ALTER DATABASE ${quote(place.database)} SET timezone = ${literal("UTC")};`,
      severity: hasLocalTimes ? "fail" : "warn",
    }),
  ];
}

function judgeCollation({ place }: LiveCatalogue): SchemaFinding[] {
  const { recorded, actual } = place.collation;
  if (recorded === undefined || actual === undefined || recorded === actual) return [];
  return [
    finding("collation_version", place.database, {
      expected: `version ${recorded}, by which the indexes were built`,
      actual: `version ${actual}`,
      mend: `REINDEX DATABASE ${quote(place.database)};\nALTER DATABASE ${quote(place.database)} REFRESH COLLATION VERSION;`,
    }),
  ];
}

function judgeLock({ place }: LiveCatalogue, { purpose }: Demands): SchemaFinding[] {
  const lock = place.migrationLock;
  if (!lock) return [];
  const since = lock.since ? ` since ${lock.since}` : "";
  return [
    finding("migration_lock_held", "72707369", {
      expected: "nobody migrating",
      actual: `process ${lock.pid}${lock.application ? ` (${lock.application})` : ""} holds Prisma's migration lock${since}`,
      mend: `Wait for the deploy that is under way. If there is none: SELECT pg_terminate_backend(${lock.pid});`,
      mendBy: "hand",
      // An application goes on while the next release migrates.
      severity: purpose === "runtime" ? "warn" : "fail",
    }),
  ];
}
