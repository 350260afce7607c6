import pg from "pg";

const holders = `
  SELECT l.relation::regclass AS relation, l.pid, a.application_name AS application, a.xact_start AS since
  FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.mode = 'AccessExclusiveLock' AND l.granted AND l.relation IS NOT NULL AND l.pid <> pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  ORDER BY a.xact_start LIMIT 5`;

/** Who keeps tables to himself, one sentence each. */
export async function findLockHolders(url: string): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  client.on("error", () => undefined); // Told by the query.
  try {
    await client.connect();
    const { rows } = await client.query(holders);
    return rows.map(
      ({ relation, pid, application, since }) =>
        `${relation} by process ${pid}${application ? ` (${application})` : ""} since ${since?.toISOString() ?? "?"}`,
    );
  } catch {
    return []; // That it is locked is already known; who holds it would only have been helpful.
  } finally {
    await client.end().catch(() => undefined);
  }
}
