// What verification finds, and how bad each kind of it is.

/** fail: something breaks or can go wrong unseen. warn: it may. note: a difference without consequence. */
export type Severity = "fail" | "warn" | "note";

export interface SchemaFinding {
  /** The same for the same difference on every run: what an allow-list names. */
  id: string;
  severity: Severity;
  kind: FindingKind;
  /** The table, `table.column`, index, migration … it is about. */
  subject: string;
  expected: string;
  actual: string;
  /** The Prisma error (and SQLSTATE) it causes, or "silent". */
  breaks: string;
  /** What puts it right; SQL is complete and can be run as it is. */
  mend: string;
  mendBy: MendBy;
  /** The migration that makes what is expected. */
  migration?: string;
}

type MendBy = "sql" | "command" | "hand";

/**
 * Every kind with its severity and what it breaks. The order is that of the mends: run from the top, each finds what it
 * needs already in place.
 */
const kinds = {
  // Code against migrations
  code_ahead: ["fail", "P2021 or P2022 as soon as it is used"],
  client_stale: ["fail", "P2021, P2022 or P2007: the client asks for something else than the code"],
  snapshot_stale: ["fail", "silent: verification compares with something else than this release"],
  // Where we are
  database_empty: ["fail", "P2021 (42P01) in every query"],
  wrong_schema: ["fail", "P2021 (42P01) in every query"],
  unreadable: ["fail", "P2039 (42501); verification cannot look"],
  two_databases: ["fail", "silent: migrations go to one database, the application reads another"],
  read_only: ["fail", "P2039 (25006) in every write"],
  pooler_for_migrations: ["fail", "P1002, or a migration lock that nobody releases"],
  migration_lock_held: ["fail", "P1002 in prisma migrate deploy"],
  time_zone: ["warn", "silent: raw SQL reads and writes local time where a column has no time zone"],
  collation_version: ["warn", "silent: indexes over text may miss rows"],
  extension_missing: ["fail", "P2039 (42883, 42704)"],
  // Migrations against the migration table
  migration_table_missing: ["fail", "P3005 in prisma migrate deploy"],
  migration_failed: ["fail", "P3009 in prisma migrate deploy; P2021 or P2022 where it stopped"],
  migration_pending: ["fail", "P2021 or P2022 wherever the code uses what it adds"],
  migration_edited: ["fail", "silent: the database may not be what the file says"],
  migration_unknown: ["fail", "P2011, P2022 or P2007: the database may be ahead of this release"],
  // Database against code
  enum_missing: ["fail", "P2039 (42704)"],
  enum_value_missing: ["fail", "P2007 (22P02)"],
  function_differs: ["fail", "P2039 (42883), or silent"],
  rule_extra: ["fail", "silent: writes are rewritten or swallowed"],
  trigger_extra: ["fail", "silent: rows are changed or swallowed"],
  row_security: ["fail", "silent: rows are hidden; P2039 (42501) in writes"],
  table_missing: ["fail", "P2021 (42P01)"],
  table_replaced: ["fail", "P2039 (42809, 55000) in writes, or silent"],
  unique_extra: ["fail", "P2002 (23505)"],
  check_extra: ["fail", "P2039 (23514)"],
  foreign_key_extra: ["warn", "P2003 (23503)"],
  table_unlogged: ["fail", "silent: the rows are gone after a crash"],
  sequence_missing: ["fail", "P2011 (23502) in inserts, 42P01 in raw SQL"],
  sequence_shared: ["fail", "P2002 (23505), now or later"],
  column_missing: ["fail", "P2022 (42703)"],
  column_generated: ["fail", "P2039 (428C9) in writes"],
  column_type: ["fail", "P2007 (22P02), P2023 or P2039 (42804)"],
  column_collation: ["warn", "silent: other order, other equality"],
  column_identity: ["fail", "P2039 (428C9) where the id is given"],
  column_default: ["fail", "P2011 (23502) in raw SQL, or a silent other value"],
  column_required: ["fail", "P2011 (23502)"],
  column_optional: ["fail", "P2032 when a null is read, else silent"],
  enum_value_extra: ["fail", "P2023 when a row holds it"],
  enum_order: ["warn", "silent: ORDER BY and comparisons go another way"],
  sequence_owner: ["warn", "silent: the sequence outlives its column"],
  sequence_limits: ["fail", "P2039 (2200H), or values that go astray"],
  sequence_exhausted: ["fail", "P2039 (2200H), or P2020 (22003)"],
  sequence_behind: ["fail", "P2002 (23505) in inserts"],
  sequence_unseen: ["warn", "silent: a sequence behind its column would not be seen"],
  primary_key: ["fail", "P2039 (42P10) in upserts; silent duplicates"],
  unique_missing: ["fail", "P2039 (42P10) in upserts; silent duplicates"],
  index_missing: ["fail", "silent: queries over it read the whole table"],
  index_differs: ["fail", "P2002, P2039 (42P10), or silent"],
  index_invalid: ["fail", "silent: not used; P2039 (42P10) in upserts"],
  index_sort: ["warn", "silent: slower ordered reads"],
  column_extra_required: ["fail", "P2011 (23502) in every insert"],
  check_missing: ["fail", "silent: rows that must not be are accepted"],
  check_differs: ["fail", "P2039 (23514), or silent"],
  check_unproved: ["fail", "silent: rows that must not be may be there"],
  foreign_key_missing: ["fail", "silent: orphans"],
  foreign_key_differs: ["fail", "P2003 (23503), or silent: rows that should go stay, or the other way round"],
  foreign_key_unproved: ["fail", "silent: orphans may be there"],
  foreign_key_disabled: ["fail", "silent: orphans"],
  trigger_missing: ["fail", "silent: what it does is not done"],
  trigger_disabled: ["fail", "silent: what it does is not done"],
  row_security_missing: ["warn", "silent: one wall less between organizations"],
  privilege_missing: ["fail", "P2039 (42501)"],
  // Without consequence
  renamed: ["note", "nothing"],
  reads_only: ["note", "nothing"],
  not_compared: ["warn", "silent: it was not looked at"],
  column_extra: ["warn", "nothing, as long as nobody makes it required"],
  identity_instead: ["note", "nothing"],
  index_extra: ["note", "nothing"],
  constraint_extra: ["note", "nothing"],
  table_extra: ["note", "nothing"],
  allowed_unused: ["note", "nothing"],
} satisfies Record<string, [Severity, string]>;

export type FindingKind = keyof typeof kinds;

/** More than a database from before the second release lacks. */
const SHOWN_MAX = 150;

/** What is wrong with an index that only serves reads. */
export const ONLY_SLOW = "silent: queries over it read the whole table";

const order = new Map(Object.keys(kinds).map((kind, at) => [kind, at]));

interface Details {
  expected: string;
  actual: string;
  mend: string;
  mendBy?: MendBy;
  severity?: Severity;
  breaks?: string;
  migration?: string;
}

export function finding(kind: FindingKind, subject: string, details: Details): SchemaFinding {
  const [severity, breaks] = kinds[kind];
  return { id: `${kind}:${subject}`, severity, kind, subject, breaks, mendBy: "sql", ...details };
}

/** In the order in which they are to be mended. */
export function inOrder(findings: SchemaFinding[]): SchemaFinding[] {
  const at = ({ kind }: SchemaFinding) => order.get(kind) ?? 0;
  return findings.toSorted((a, b) => at(a) - at(b));
}

/** What does not hold, for a log line or a health check: which, and where to learn more. Undefined when all of it holds. */
export function summarise(findings: SchemaFinding[]): string | undefined {
  const failing = findings.filter(({ severity }) => severity === "fail");
  if (failing.length === 0) return undefined;
  const shown = failing.slice(0, SHOWN_MAX).map(({ id, actual }) => `${id} (${actual})`);
  const rest = failing.length > SHOWN_MAX ? [`and ${failing.length - SHOWN_MAX} more`] : [];
  return [...shown, ...rest, "to mend it: npm run verify:schema"].join("; ");
}
