import pg from "pg";

export interface DatabaseCosts {
  commitsPerJob: number;
  walBytesPerJob: number;
}

/** What work has cost the database, by its own counters. */
export async function withCosts<Result extends { jobs: number }>(
  url: string,
  work: () => Promise<Result>,
): Promise<Result & DatabaseCosts> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const before = await read(client);
    const result = await work();
    const after = await read(client);
    return {
      ...result,
      commitsPerJob: (after.commits - before.commits) / result.jobs,
      walBytesPerJob: (after.wal - before.wal) / result.jobs,
    };
  } finally {
    await client.end();
  }
}

/** Sessions tell their counters at most once a second, or when they are asked to while they are idle: hence the pause. */
async function read(client: pg.Client): Promise<{ commits: number; wal: number }> {
  await client.query("SELECT pg_sleep(1.1)");
  const { rows } = await client.query(
    `SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())::float AS commits,
      (pg_current_wal_lsn() - '0/0')::float AS wal`,
  );
  return rows[0];
}
