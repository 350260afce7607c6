// The connections of this process. Prisma and the raw SQL share them.

import pg from "pg";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { forgetOncePerProcess, oncePerProcess } from "@/lib/once-per-process";

const TYPE_BIGINT = 20;
const CONNECT_TIMEOUT_MS = 5_000; // Meta redelivers; a webhook that waits longer than this helps nobody.
const QUERY_TIMEOUT_MS = 30_000; // The longest statement, a body of 1,000 messages, takes well under a second.

/**
 * Ids are BIGINT and arrive as numbers: exact up to 2^53, which 1,000 messages a second reach in 285,000 years.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === TYPE_BIGINT && format !== "binary" ? Number : pg.types.getTypeParser(oid, format),
};

/** @throws NOT_CONFIGURED without DATABASE_URL. */
export function pool(): pg.Pool {
  return oncePerProcess("pool", () => {
    const { DATABASE_URL, DATABASE_POOL_MAX } = env();
    if (!DATABASE_URL) throw new AppError("NOT_CONFIGURED", "DATABASE_URL is not set");
    const created = new pg.Pool({
      connectionString: withoutPoolerFlag(DATABASE_URL),
      max: DATABASE_POOL_MAX,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      types,
    });
    // Without a listener, a connection cut while idle would end the process.
    created.on("error", (error) => log("warn", "[DATABASE] idle connection lost", { error: error.message }));
    return created;
  });
}

/**
 * Whether statements may be prepared by name. A pooler in transaction mode gives every transaction another
 * connection; older ones then lose prepared statements. `?pgbouncer=true` in the URL says so (Prisma's convention).
 */
export function canPrepare(): boolean {
  return !env().DATABASE_URL?.includes("pgbouncer=true");
}

export async function closePool(): Promise<void> {
  const open = oncePerProcess<pg.Pool | undefined>("pool", () => undefined);
  forgetOncePerProcess("pool");
  await open?.end();
}

function withoutPoolerFlag(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.delete("pgbouncer");
  return url.href;
}
