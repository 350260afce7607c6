// Raw SQL, for the queue, the ingest and the catalogue only. One statement, prepared once per connection, one round trip.

import type { QueryResultRow } from "pg";
import { readDatabaseError } from "./database-error";
import { canPrepare, pool } from "./pool";

const CONFLICT_TRIES = 5;

export interface Statement {
  /** Name of the prepared statement; unique in the program. */
  name: string;
  text: string;
}

/**
 * Runs a statement. A deadlock or a serialisation failure rolled it back whole, so it is simply run again.
 * @throws what `pg` throws; see readDatabaseError.
 */
export async function run<Row extends QueryResultRow>(
  statement: Statement,
  values: unknown[] = [],
): Promise<Row[]> {
  const query = canPrepare() ? { ...statement, values } : { text: statement.text, values };
  for (let tries = 1; ; tries += 1) {
    try {
      return (await pool().query<Row>(query)).rows;
    } catch (error) {
      if (tries === CONFLICT_TRIES || readDatabaseError(error)?.kind !== "conflict") throw error;
    }
  }
}
