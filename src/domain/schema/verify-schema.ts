// Whether the live database is the one this code was written for. Three comparisons: what the code asks for with what the
// migrations make, the migrations of this release with those that were applied, and the live catalogue with what the
// migrations make, which stands in expected-catalogue.json (npm run schema:snapshot) and is therefore part of the build.

import { prisma } from "@/infra/database/prisma";
import { type Ask, run } from "@/infra/database/statement";
import { schemaOfUrl } from "@/infra/database/url-schema";
import { env } from "@/lib/env";
import { allowFindings } from "./allow-findings";
import type { ExpectedCatalogue, LiveCatalogue, Place } from "./catalogue";
import { compareCatalogue } from "./compare-catalogue";
import { type ClientModel, compareClient } from "./compare-code";
import { compareMigrations, type ReleasedMigration, weighUnknown } from "./compare-migrations";
import { comparePlace, DEPLOY, findNoHome } from "./compare-place";
import { comparePrivileges, readsOnly, unknownRole, writesSomewhere } from "./compare-privileges";
import expectedCatalogue from "./expected-catalogue.json";
import { finding, inOrder, ONLY_SLOW, type SchemaFinding } from "./finding";
import { type AppliedMigration, MIGRATION_TABLE, readCatalogue, readMigrations } from "./read-catalogue";

export const expected: ExpectedCatalogue = expectedCatalogue;

export interface VerifyOptions {
  /** How to ask the database. Default: the connections of this process. */
  ask?: Ask;
  /** The migrations of this release. Default: those that were there when the snapshot was taken. */
  released?: ReleasedMigration[];
  /** runtime: for a process that is up, which looks as the application's role. deploy: before one is let in. */
  purpose?: "runtime" | "deploy";
  /** The role the application works as. Default: the one that looks. */
  applicationRole?: string;
  /** The schema that Prisma writes into its queries. Default: that of DATABASE_URL. */
  prismaSchema?: string;
}

export interface Inspection {
  findings: SchemaFinding[];
  place: Place;
}

/**
 * @returns what does not hold or may not; nothing when the schema is the right one. What SCHEMA_ALLOW lists is a note.
 * @throws when the database is away.
 */
export async function verifySchema(options: VerifyOptions = {}): Promise<SchemaFinding[]> {
  return allowFindings((await inspectSchema(options)).findings, env().SCHEMA_ALLOW);
}

export async function inspectSchema(options: VerifyOptions = {}): Promise<Inspection> {
  const { ask = run, released = expected.migrations, purpose = "runtime", applicationRole } = options;
  const code = compareClient(clientModel(), expected);
  const live = await readCatalogue(ask, expected, applicationRole);
  const applied = await readMigrations(ask, live);
  const nowhere = findNoHome(expected, live, applied?.length);
  if (nowhere) return { findings: inOrder([...code, nowhere]), place: live.place };

  const migrations = isHidden(live)
    ? [hiddenMigrations(live)]
    : compareMigrations(released, applied, live.place.database);
  const isWriter = writesSomewhere(live);
  // Before a deploy somebody may look who may only look; a running application is what it is.
  const isOnlooker = purpose === "deploy" && applicationRole === undefined && !isWriter;
  const prismaSchema = options.prismaSchema ?? schemaOfUrl(env().DATABASE_URL);
  const database = await compareCatalogue(ask, expected, live);
  const findings = [
    ...code,
    ...comparePlace(expected, live, { prismaSchema, purpose, isWriter }),
    ...migrations,
    ...database.map((found) => mendByDeploy(found, unfinished(released, applied))),
    ...(isOnlooker ? [readsOnly(live)] : comparePrivileges(expected, live)),
    ...(applicationRole && !live.place.applicationRole ? [unknownRole(applicationRole)] : []),
  ];
  const weighed = weighUnknown(findings, purpose);
  return { findings: inOrder(purpose === "runtime" ? weighed.map(soften) : weighed), place: live.place };
}

/** A slow answer is better than none: what only serves reads sends no running process out of service. */
function soften(found: SchemaFinding): SchemaFinding {
  return found.breaks === ONLY_SLOW ? { ...found, severity: "warn" } : found;
}

function isHidden({ tables }: LiveCatalogue): boolean {
  return tables.some(({ name, isReadable }) => name === MIGRATION_TABLE && !isReadable);
}

function hiddenMigrations({ place }: LiveCatalogue): SchemaFinding {
  return finding("unreadable", MIGRATION_TABLE, {
    expected: `SELECT for ${place.role}`,
    actual: `${place.role} may not read it: which migrations were applied is not known`,
    mend: `GRANT SELECT ON ${MIGRATION_TABLE} TO "${place.role}";`,
  });
}

function unfinished(released: ReleasedMigration[], applied: AppliedMigration[] = []): Set<string> {
  const done = new Set(applied.filter(({ isFinished }) => isFinished).map(({ name }) => name));
  return new Set(released.filter(({ name }) => !done.has(name)).map(({ name }) => name));
}

/** What a migration still has to make is made by that migration, not by hand. */
function mendByDeploy(found: SchemaFinding, waiting: Set<string>): SchemaFinding {
  const isWaiting =
    found.mendBy === "sql" && waiting.size > 0 && (!found.migration || waiting.has(found.migration));
  return isWaiting ? { ...found, mend: DEPLOY, mendBy: "command" } : found;
}

function clientModel(): ClientModel {
  return (prisma() as unknown as { _runtimeDataModel: ClientModel })._runtimeDataModel;
}

/** The last migration that this release knows. */
export function lastMigration(): string | null {
  return expected.migrations.at(-1)?.name ?? null;
}

/** The schema file as the generated client was made from it. */
export function inlineSchema(): string {
  return (prisma() as unknown as { _engineConfig: { inlineSchema: string } })._engineConfig.inlineSchema;
}
