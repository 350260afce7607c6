// Looking at the database without being able to change it, at one moment, and for no longer than there is time.

import type { PoolClient, QueryResultRow } from "pg";
import { pool } from "./pool";

const LOCK_TIMEOUT_MS = 2_000; // A migration holds its locks for less; waiting behind a longer one helps nobody.
const LIMIT_STALE_MS = 1_000; // The server's limit is renewed when it has become this much too long: a round trip.
const ANSWER_GRACE_MS = 2_000; // The server ends a statement itself. Only one that is frozen or gone needs our own clock.

/**
 * Rows that are hidden would be taken for rows that are not there: then a question is refused (42501). Our own policies hide
 * none from anybody but the inbox (prisma/migrations/20261122200100_row_security).
 */
const REFUSE_HIDING = `SELECT set_config('row_security', 'off', true) WHERE EXISTS (
    SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity
      AND row_security_active(c.oid) AND NOT (
        EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'everybody_else' AND p.polroles = '{0}')
        AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)))`;

/** Asks one question; the server cancels it when the time is used up (SQLSTATE 57014). */
export type AskText = <Row extends QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

interface Time {
  remainingMs(): number;
}

/**
 * Runs questions in one read-only transaction: all see the rows of the same moment, also on a replica. Row-level
 * security that would hide rows is an error (42501) instead of a wrong answer.
 * @throws what `pg` throws; see readDatabaseError.
 */
export async function readOnly<Result>(time: Time, work: (ask: AskText) => Promise<Result>): Promise<Result> {
  const client = await pool().connect();
  // A connection cut between two questions would end the process; so the next question fails instead.
  client.on("error", ignore);
  let failure: unknown;
  try {
    // JIT compiles for longer than these statements run. The memory is for grouping ids without temporary files.
    let limit = left(time);
    await query(client, time, {
      text: `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = ${limit};
        SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}; SET LOCAL jit = off; SET LOCAL work_mem = '64MB';
        ${REFUSE_HIDING}`,
    });
    const result = await work(async <Row extends QueryResultRow>(text: string, values?: unknown[]) => {
      if (limit - left(time) > LIMIT_STALE_MS) {
        limit = left(time);
        await query(client, time, { text: `SET LOCAL statement_timeout = ${limit}` });
      }
      return await query<Row>(client, time, { text, values });
    });
    await query(client, time, { text: "COMMIT" });
    return result;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    if (failure) await leave(client);
    else giveBack(client);
  }
}

async function query<Row extends QueryResultRow>(
  client: PoolClient,
  time: Time,
  question: { text: string; values?: unknown[] },
): Promise<Row[]> {
  const timed = { ...question, query_timeout: left(time) + ANSWER_GRACE_MS };
  return (await client.query<Row>(timed)).rows;
}

/** PostgreSQL takes 0 for "no limit". */
function left(time: Time): number {
  return Math.max(1, Math.ceil(time.remainingMs()));
}

/** A connection that cannot be rolled back, because it is cut or still waits for an answer, is not used again. */
async function leave(client: PoolClient): Promise<void> {
  try {
    await query(client, { remainingMs: () => 0 }, { text: "ROLLBACK" });
    giveBack(client);
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}

function giveBack(client: PoolClient): void {
  client.off("error", ignore);
  client.release();
}

function ignore(): void {}
