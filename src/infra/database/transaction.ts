import type { PoolClient, QueryResultRow } from "pg";
import { readDatabaseError } from "./database-error";
import { canPrepare, pool } from "./pool";
import type { Ask } from "./statement";

const CONFLICT_TRIES = 5;

/**
 * Several statements that hold together or not at all, for the few verbs that one statement cannot do. After a deadlock or a
 * serialisation failure the work is done again from the start.
 */
export async function inTransaction<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryOnce(work);
    } catch (error) {
      if (tries === CONFLICT_TRIES || readDatabaseError(error)?.kind !== "conflict") throw error;
    }
  }
}

/** A connection on which something failed is thrown away: nobody knows what state it is in. */
async function tryOnce<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result> {
  const client = await pool().connect();
  // Without a listener, a connection cut between two statements would end the process; the next statement fails anyway.
  client.on("error", ignore);
  try {
    await client.query("BEGIN");
    const result = await work(askOn(client));
    await client.query("COMMIT");
    client.off("error", ignore);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

function askOn(client: PoolClient): Ask {
  return async <Row extends QueryResultRow>(
    statement: Parameters<Ask>[0],
    values: unknown[] = [],
  ): Promise<Row[]> => {
    const query = canPrepare() ? { ...statement, values } : { text: statement.text, values };
    return (await client.query<Row>(query)).rows;
  };
}

function ignore(): void {}
