// What every command of this project does around its work: it reads .env, uses the local PostgreSQL when DATABASE_URL is
// not set, and tells errors as sentences.

import { existsSync } from "node:fs";
import { toAppError } from "@/infra/database/database-error";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";
import { describeError, isAppError } from "@/lib/errors";
import { DATABASE_NAME, startProjectPostgres } from "./project-postgres";

/** Exit codes of the commands: 0 it holds, 1 it does not hold, 2 it could not be done. */
export type ExitCode = 0 | 1 | 2;

/** Runs a command's work with a database and ends the process with its exit code; 2 when it throws. */
export async function runCommand(work: () => Promise<ExitCode>): Promise<void> {
  loadEnvFiles();
  let stop: (() => Promise<void>) | undefined;
  try {
    stop = await provideDatabase();
    process.exitCode = await work();
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 2;
  } finally {
    await stop?.();
  }
}

/** What an operator can act on first: missing migrations are told as everywhere. */
function sentenceOf(error: unknown): string {
  const known = toAppError(error);
  const isMismatch = isAppError(known) && known.code === "DB_MISMATCH";
  return isMismatch ? `${known.publicMessage}\n  ${known.message}` : describeError(error);
}

/** The same for work that asks the database through the product's own connections, which are closed afterwards. */
export function runWithDatabase(work: () => Promise<ExitCode>): Promise<void> {
  return runCommand(async () => {
    try {
      return await work();
    } finally {
      await disconnectDatabase();
    }
  });
}

/** Variables that are set already win, as everywhere. */
export function loadEnvFiles(): void {
  for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
  reloadEnv();
}

async function provideDatabase(): Promise<() => Promise<void>> {
  // Where people are served, a variable that was forgotten must not become work on some other database: the work says so.
  if (process.env.DATABASE_URL || process.env.NODE_ENV === "production") return async () => undefined;
  const postgres = await startProjectPostgres();
  process.env.DATABASE_URL = await postgres.database(DATABASE_NAME);
  reloadEnv();
  return postgres.stop;
}
