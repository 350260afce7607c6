// The connections of this process. Prisma and the raw SQL share them.

import pg from "pg";
import { readDatabaseUrl } from "@/lib/database-url";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { forgetOncePerProcess, oncePerProcess } from "@/lib/once-per-process";
import { clientOfPrimary } from "./primary-client";

const TYPE_BIGINT = 20;
const CONNECT_TIMEOUT_MS = 5_000; // Meta redelivers; a webhook that waits longer than this helps nobody.
const QUERY_TIMEOUT_MS = 30_000; // The longest statement, a body of 1,000 messages, takes well under a second.
const LIFETIME_SECONDS = 300; // After a failover a connection may still lead to what is now a read-only replica.
/** Probes are answered within three seconds, whatever state the database is in. */
const PROBE_TIMEOUT_MS = 2_000;

/**
 * Ids are BIGINT and arrive as numbers: exact up to 2^53, which 1,000 messages a second reach in 285,000 years.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === TYPE_BIGINT && format !== "binary" ? Number : pg.types.getTypeParser(oid, format),
};

/** The connections for the work. @throws NOT_CONFIGURED without DATABASE_URL. */
export function pool(): pg.Pool {
  return oncePerProcess("pool", () =>
    createPool({
      application_name: "replyonce",
      max: env().DATABASE_POOL_MAX,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      maxLifetimeSeconds: LIFETIME_SECONDS,
    }),
  );
}

/** One connection for health checks: neither do they wait for the work, nor the work for them. */
export function probePool(): pg.Pool {
  return oncePerProcess("probe-pool", () =>
    createPool({
      application_name: "replyonce-probe",
      max: 1,
      connectionTimeoutMillis: PROBE_TIMEOUT_MS,
      query_timeout: PROBE_TIMEOUT_MS,
    }),
  );
}

function createPool(settings: pg.PoolConfig): pg.Pool {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new AppError("NOT_CONFIGURED", "DATABASE_URL is not set");
  const urls = readDatabaseUrl(DATABASE_URL).map(withoutOurFlags);
  const created = new pg.Pool({
    connectionString: urls[0]?.href,
    ...(urls.length > 1 && { Client: clientOfPrimary(urls) }),
    keepAlive: true,
    types,
    ...settings,
  });
  // Without a listener, a connection cut while idle would end the process.
  created.on("error", (error) => log("warn", "[DATABASE] idle connection lost", { error: error.message }));
  return created;
}

/**
 * Whether statements may be prepared by name. A pooler in transaction mode gives every transaction another
 * connection; older ones then lose prepared statements. `?pgbouncer=true` in the URL says so (Prisma's convention).
 */
export function canPrepare(): boolean {
  return !env().DATABASE_URL?.includes("pgbouncer=true");
}

export async function closePools(): Promise<void> {
  for (const name of ["pool", "probe-pool"]) {
    const open = oncePerProcess<pg.Pool | undefined>(name, () => undefined);
    forgetOncePerProcess(name);
    await open?.end();
  }
}

/** What pg does not know: Prisma's word for a pooler, and libpq's for what is done with several servers anyway. */
function withoutOurFlags(databaseUrl: URL): URL {
  const url = new URL(databaseUrl);
  for (const flag of ["pgbouncer", "target_session_attrs"]) url.searchParams.delete(flag);
  return url;
}
