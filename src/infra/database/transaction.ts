import type { QueryResultRow } from "pg";
import { canPrepare, pool } from "./pool";
import type { Ask } from "./statement";

/**
 * Several statements that hold together or not at all, for the few verbs that one statement cannot do. A connection on which
 * something failed is thrown away: nobody knows what state it is in.
 */
export async function inTransaction<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result> {
  const client = await pool().connect();
  const ask: Ask = async <Row extends QueryResultRow>(
    statement: Parameters<Ask>[0],
    values: unknown[] = [],
  ) => {
    const query = canPrepare() ? { ...statement, values } : { text: statement.text, values };
    return (await client.query<Row>(query)).rows;
  };
  try {
    await client.query("BEGIN");
    const result = await work(ask);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
