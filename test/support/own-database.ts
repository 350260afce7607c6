import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { pool } from "@/infra/database/pool";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";

/** Gives the test file a database of its own, cloned from the migrated template, as DATABASE_URL. */
export function ownDatabase(): void {
  const name = `test_${randomBytes(6).toString("hex")}`;

  beforeAll(async () => {
    await administrate(`CREATE DATABASE ${name} TEMPLATE ${inject("databaseTemplate")}`);
    const url = new URL(inject("databaseServer"));
    url.pathname = `/${name}`;
    process.env.DATABASE_URL = url.href;
    reloadEnv();
  });

  afterAll(async () => {
    await disconnectDatabase();
    await administrate(`DROP DATABASE ${name} WITH (FORCE)`);
  });
}

/** Rows of a query, for assertions. */
export async function rows<Row extends pg.QueryResultRow>(
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await pool().query<Row>(sql, values)).rows;
}

/** The one row of a query. @throws when there are more or none. */
export async function row<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row> {
  const found = await rows<Row>(sql, values);
  if (found.length !== 1) throw new Error(`${found.length} rows instead of one: ${sql}`);
  return found[0] as Row;
}

/** Runs SQL from outside the test's own database. */
export async function administrate(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("databaseServer") });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
