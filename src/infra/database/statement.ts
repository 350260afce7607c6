// Raw SQL, for the queue, the ingest and the catalogue only. One statement, prepared once per connection, one round trip.

import type { Pool, QueryResultRow } from "pg";
import { readDatabaseError } from "./database-error";
import { canPrepare, pool, probePool } from "./pool";

const CONFLICT_TRIES = 5;

export interface Statement {
  /** Name of the prepared statement; unique in the program. */
  name: string;
  text: string;
}

/** How to ask the database: over these connections, over others, or within a transaction of the caller. */
export type Ask = <Row extends QueryResultRow>(statement: Statement, values?: unknown[]) => Promise<Row[]>;

/**
 * Runs a statement. A deadlock or a serialisation failure rolled it back whole, so it is simply run again.
 * @throws what `pg` throws; see readDatabaseError.
 */
export const run: Ask = (statement, values) => runOn(pool(), statement, values);

/** The same for health checks: on their own connection, and with their short limits. */
export const runAsProbe: Ask = (statement, values) => runOn(probePool(), statement, values);

async function runOn<Row extends QueryResultRow>(
  connections: Pool,
  statement: Statement,
  values: unknown[] = [],
): Promise<Row[]> {
  const query = canPrepare() ? { ...statement, values } : { text: statement.text, values };
  for (let tries = 1; ; tries += 1) {
    try {
      return (await connections.query<Row>(query)).rows;
    } catch (error) {
      if (tries === CONFLICT_TRIES || readDatabaseError(error)?.kind !== "conflict") throw error;
    }
  }
}
