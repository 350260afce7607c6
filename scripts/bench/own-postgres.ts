import { rmSync } from "node:fs";
import { join } from "node:path";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";
import { applyMigrations } from "../db/apply-migrations";
import { startLocalPostgres } from "../local/local-postgres";
import { localFolder, serverUser } from "../local/postgres-binaries";

const PREFERRED_PORT = 57_432;

/** Runs work on a new, migrated database on a server of its own, as DATABASE_URL. Both are gone afterwards. */
export async function withOwnPostgres<Result>(work: () => Promise<Result>): Promise<Result> {
  const folder = `bench-${process.pid}`;
  // A commit need not survive a crash of the machine here; its cost would hide what is measured.
  const settings = {
    fsync: "off",
    shared_buffers: "512MB",
    maintenance_work_mem: "256MB",
    max_wal_size: "4GB",
  };
  const postgres = await startLocalPostgres({ folder, port: PREFERRED_PORT, settings });
  try {
    const url = await postgres.database("bench");
    await applyMigrations(url, "quiet");
    process.env.DATABASE_URL = url;
    process.env.LOG_LEVEL = "silent";
    reloadEnv();
    return await work();
  } finally {
    await disconnectDatabase();
    await postgres.stop();
    rmSync(join(localFolder(serverUser()), folder), { recursive: true, force: true });
  }
}
