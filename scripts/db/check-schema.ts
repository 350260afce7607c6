// Schema verification as a command does it: connect as migrations would, look in a transaction that cannot write, and
// judge. Nothing here prints or ends a process.

import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import {
  allowFindings,
  finding,
  inOrder,
  inspectSchema,
  type Place,
  type SchemaFinding,
  type VerifyOptions,
} from "@/domain/schema";
import type { Ask } from "@/infra/database/statement";
import { schemaOfUrl } from "@/infra/database/url-schema";
import { env } from "@/lib/env";
import { compareRelease } from "./compare-release";
import { compareTargets } from "./compare-targets";
import { explainConnection, type Problem } from "./explain-connection";
import { findLockHolders } from "./find-lock-holders";
import { chooseTarget, readTargets, type Target } from "./verification-target";

export interface SchemaCheckOptions {
  databaseUrl?: string;
  directUrl?: string;
  /** Findings that are known and accepted, by id. */
  allow?: string[];
  /** Warnings fail as well. */
  isStrict?: boolean;
  /** The role the application works as, where it is another than the one in DATABASE_URL. */
  applicationRole?: string;
  /** How long to wait for a migration that is under way, or a lock. */
  waitMs?: number;
}

export interface SchemaReport {
  /** 0: it holds. 1: it does not. 2: that could not be told. */
  exitCode: 0 | 1 | 2;
  target?: Omit<Target, "url">;
  place?: Place;
  findings: SchemaFinding[];
  /** Why it could not be told. */
  problem?: Problem;
  elapsedMs: number;
}

const WAIT_MS = 10_000; // As long as Prisma itself waits for its lock.
const PAUSE_MS = 500;
const CONNECT_TIMEOUT_MS = 5_000;
const LOCKED = "55P03";

export async function checkSchema(options: SchemaCheckOptions): Promise<SchemaReport> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  let target: Target | undefined;
  try {
    target = chooseTarget(options);
    const { findings, place } = await inspect(target, options);
    const judged = allowFindings(inOrder(findings), [...(options.allow ?? []), ...env().SCHEMA_ALLOW]);
    const exitCode = exitCodeOf(judged, options.isStrict ?? false);
    return { exitCode, target: withoutUrl(target), place, findings: judged, elapsedMs: elapsed() };
  } catch (error) {
    const problem = target ? await explain(error, target) : noTarget(error);
    const where = target ? { target: withoutUrl(target) } : {};
    return { exitCode: 2, ...where, findings: [], problem, elapsedMs: elapsed() };
  }
}

async function inspect(target: Target, options: SchemaCheckOptions) {
  const { release, released } = compareRelease();
  const applicationRole = options.applicationRole ?? roleOfApplication(target, options);
  const wishes: VerifyOptions = {
    released,
    purpose: "deploy",
    prismaSchema: schemaOfUrl(options.databaseUrl || options.directUrl),
    ...(applicationRole ? { applicationRole } : {}),
  };
  const [{ findings, place }, apart] = await Promise.all([
    inspectWhenQuiet(target, wishes, options.waitMs ?? WAIT_MS),
    compareTargets(target, options.databaseUrl),
  ]);
  return { place, findings: [...release, ...judgePooler(target), ...apart, ...findings] };
}

async function explain(error: unknown, target: Target): Promise<Problem> {
  const problem = explainConnection(error, target);
  if (problem.code !== "LOCKED") return problem;
  const holders = await findLockHolders(target.url);
  return { ...problem, message: [problem.message, ...holders].join("; ") };
}

/** Looks again until nobody migrates and nothing is locked, or the time is up: a deploy under way is not drift. */
async function inspectWhenQuiet(target: Target, wishes: VerifyOptions, waitMs: number) {
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      const inspection = await inspectOnce(target, wishes);
      const isBusy = inspection.findings.some(({ kind }) => kind === "migration_lock_held");
      if (!isBusy || performance.now() > deadline) return inspection;
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCKED || performance.now() > deadline) throw error;
    }
    await pause(PAUSE_MS);
  }
}

async function inspectOnce(target: Target, wishes: VerifyOptions) {
  const client = new pg.Client({
    connectionString: target.url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "verify-schema",
  });
  client.on("error", () => undefined); // A connection that is cut is told by the query it was cut in.
  await client.connect();
  try {
    // One transaction: one snapshot, one server behind a pooler, and no way to write.
    await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query(
      "SET LOCAL statement_timeout = '20s'; SET LOCAL lock_timeout = '3s'; SET LOCAL jit = off",
    );
    const ask: Ask = async ({ text }, values = []) => (await client.query({ text, values })).rows;
    return await inspectSchema({ ...wishes, ask });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Where DIRECT_URL belongs to somebody else than DATABASE_URL, the application is the latter. */
function roleOfApplication(target: Target, { databaseUrl }: SchemaCheckOptions): string | undefined {
  if (target.variable !== "DIRECT_URL" || !databaseUrl) return undefined;
  const user = readTargets("DATABASE_URL", databaseUrl)[0]?.user;
  return user && user !== target.user ? user : undefined;
}

function judgePooler({ variable, pooler, host }: Target): SchemaFinding[] {
  if (!pooler) return [];
  return [
    finding("pooler_for_migrations", host, {
      expected: "a connection of its own for migrations",
      actual: `${variable} leads to ${pooler.name} (${pooler.sign})`,
      mend: pooler.advice,
      mendBy: "hand",
    }),
  ];
}

function exitCodeOf(findings: SchemaFinding[], isStrict: boolean): 0 | 1 | 2 {
  const failing = findings.filter(({ severity }) => severity === "fail" || (isStrict && severity === "warn"));
  if (failing.length === 0) return 0;
  // What could not be read is no drift; what else was found is.
  return failing.every(({ kind }) => kind === "unreadable") ? 2 : 1;
}

function noTarget(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "NO_DATABASE_URL",
    message,
    mend: "Set DATABASE_URL, and DIRECT_URL where that is a pooler.",
  };
}

function withoutUrl({ url: _, ...rest }: Target): Omit<Target, "url"> {
  return rest;
}
