// Migrations of this release against Prisma's table of those that were applied.

import type { Migration } from "./catalogue";
import { DEPLOY } from "./compare-place";
import { literal } from "./define-sql";
import { finding, type SchemaFinding } from "./finding";
import { type AppliedMigration, MIGRATION_TABLE } from "./read-catalogue";

/** A migration of this release. Files that differ in line ends only count as the same, as they do for Prisma. */
export interface ReleasedMigration extends Migration {
  otherChecksums?: string[];
}

export function compareMigrations(
  released: ReleasedMigration[],
  applied: AppliedMigration[] | undefined,
  database: string,
): SchemaFinding[] {
  if (!applied) return [missingTable(released, database)];
  // A migration that failed, was rolled back and applied again has one row that counts, the last one.
  const rows = new Map(applied.map((row) => [row.name, row]));
  const known = new Map(released.map((migration) => [migration.name, migration]));
  return [
    ...released.filter(({ name }) => !rows.has(name)).map(({ name }) => pending(name)),
    ...[...rows.values()].flatMap((row) => {
      const migration = known.get(row.name);
      if (!row.isFinished) return [failed(row)];
      if (!migration) return [unknown(row, released)];
      const isUnchanged = [migration.checksum, ...(migration.otherChecksums ?? [])].includes(row.checksum);
      return isUnchanged ? [] : [edited(row, migration)];
    }),
  ];
}

function missingTable(released: ReleasedMigration[], database: string): SchemaFinding {
  return finding("migration_table_missing", database, {
    expected: `${released.length} migrations in ${MIGRATION_TABLE}`,
    actual: "no such table: nobody knows which migrations were applied",
    mend: released.map(({ name }) => `npx prisma migrate resolve --applied ${name}`).join(" && "),
    mendBy: "command",
  });
}

function pending(name: string): SchemaFinding {
  const about = { expected: "applied", actual: "not applied", mend: DEPLOY, mendBy: "command" as const };
  return finding("migration_pending", name, { ...about, migration: name });
}

function failed({ name, logs }: AppliedMigration): SchemaFinding {
  return finding("migration_failed", name, {
    expected: "applied",
    actual: `begun and not finished${logs ? `: ${logs}` : ""}`,
    mend: `npx prisma migrate resolve --rolled-back ${name} && ${DEPLOY}`,
    mendBy: "command",
    migration: name,
  });
}

function edited(row: AppliedMigration, { name, checksum }: ReleasedMigration): SchemaFinding {
  return finding("migration_edited", name, {
    expected: `checksum ${checksum.slice(0, 12)}…, that of the file`,
    actual: `checksum ${row.checksum.slice(0, 12)}…, that of the file as it was applied`,
    mend: `-- First: git log -p -- prisma/migrations/${name}. Restore the file, or, if the database is what it says now:
UPDATE ${MIGRATION_TABLE} SET checksum = ${literal(checksum)} WHERE migration_name = ${literal(name)};`,
  });
}

function unknown({ name }: AppliedMigration, released: ReleasedMigration[]): SchemaFinding {
  const isNewer = released.every((migration) => migration.name < name);
  return finding("migration_unknown", name, {
    expected: "only migrations of this release",
    actual: isNewer ? "applied by a newer release" : "applied, and not among those of this release",
    mend: isNewer
      ? "Deploy the release that has it."
      : `git log --all -- prisma/migrations/${name}, and bring the file back.`,
    mendBy: "hand",
    severity: isNewer ? "warn" : "fail",
  });
}

/**
 * An older release in front of a newer database works as long as that only has more. Where more is to be seen and nothing
 * is missing it is a warning; a running process, which was there before, may go on by that nothing is missing.
 */
export function weighUnknown(findings: SchemaFinding[], purpose: "deploy" | "runtime"): SchemaFinding[] {
  const isBroken = findings.some(({ severity, kind }) => severity === "fail" && kind !== "migration_unknown");
  const hasMore = findings.some(({ kind }) =>
    ["column_extra", "enum_value_extra", "table_extra"].includes(kind),
  );
  const isFine = !isBroken && (hasMore || purpose === "runtime");
  return findings.map((each) =>
    each.kind === "migration_unknown" && !isFine ? { ...each, severity: "fail" } : each,
  );
}
