// Where figures are measured: a PostgreSQL of their own with its default settings, so that a commit waits for the disk as it does
// in production.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";
import { applyMigrations } from "../db/apply-migrations";
import { startLocalPostgres } from "../local/local-postgres";
import { localFolder, serverUser } from "../local/postgres-binaries";

export interface Stage {
  /** How often everything is measured, in turn. */
  rounds: number;
  /** Shows what is being done. */
  say: (line: string) => void;
  /** A new database with the product's schema, which becomes this process's DATABASE_URL. @returns its URL. */
  database: (name: string) => Promise<string>;
  /** A new database without any schema, for a peer. @returns its URL. */
  emptyDatabase: (name: string) => Promise<string>;
}

const PREFERRED_PORT = 57_632;

/** Runs work with a stage, which is gone afterwards. */
export async function withStage<T>(
  { rounds, say }: Pick<Stage, "rounds" | "say">,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const folder = `bench-${process.pid}`;
  const postgres = await startLocalPostgres({
    folder,
    port: PREFERRED_PORT,
    settings: { max_connections: "200" },
  });
  const database = async (name: string) => {
    await disconnectDatabase();
    const url = await postgres.database(name.replaceAll("-", "_"));
    await applyMigrations(url, "quiet");
    process.env.DATABASE_URL = url;
    process.env.LOG_LEVEL = "silent";
    reloadEnv();
    return url;
  };
  try {
    return await work({ rounds, say, database, emptyDatabase: (name) => postgres.database(name) });
  } finally {
    await disconnectDatabase();
    await postgres.stop();
    rmSync(join(localFolder(serverUser()), folder), { recursive: true, force: true });
  }
}
