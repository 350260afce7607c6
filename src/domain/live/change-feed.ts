// Reading the table Change. Its ids cannot say what is new: they are given before the commit, so a transaction that took its id
// earlier may commit later, and whoever reads on from the highest id they have seen misses it for ever. PostgreSQL's snapshots can: new
// is what is visible now and was not in the snapshot of the time before (pg_visible_in_snapshot), however long its transaction ran.

import { run } from "@/infra/database/statement";

export interface StoredChange {
  organizationId: string;
  conversationId: number | null;
  topic: string;
  rowId: number | null;
}

export interface Reading extends Record<string, unknown> {
  /** For the next reading. */
  snapshot: string;
  /** The oldest transaction that is still running. */
  horizon: number;
  /** By the database's clock. */
  at: number;
  epoch: string;
  changes: StoredChange[];
}

/** Of one reading. Whoever has missed more reads everything anew. */
export const CHANGES_MAX = 2_000;

/** $1: the earlier snapshot, or the horizon of a cursor; $2: organizations. */
const readingText = (isNewSql: string) => `
  SELECT pg_current_snapshot()::text AS snapshot, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon,
    extract(epoch FROM now())::float8 * 1000 AS at, (SELECT e."organizationId" FROM "Change" e WHERE e.topic = 'epoch') AS epoch,
    (SELECT coalesce(json_agg(found), '[]') FROM (
      SELECT DISTINCT c."organizationId", c."conversationId", c.topic, c."rowId" FROM "Change" c
      WHERE ${isNewSql} AND c."organizationId" = ANY ($2) AND c.topic <> 'epoch' LIMIT ${CHANGES_MAX + 1}
    ) found) AS changes`;

const sinceSnapshot = {
  name: "changes_since_snapshot",
  text: readingText(`c."transactionId" >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint
        AND NOT pg_visible_in_snapshot(c."transactionId"::text::xid8, $1::pg_snapshot)`),
};

/** More than is new: what committed since, and perhaps what had just committed before. To be told twice harms nobody. */
const sinceHorizon = {
  name: "changes_since_horizon",
  text: readingText(`c."transactionId" >= $1::bigint`),
};

const beginEpoch = {
  name: "begin_epoch",
  text: `
  INSERT INTO "Change" ("transactionId", "organizationId", topic)
  VALUES (pg_current_xact_id()::text::bigint, gen_random_uuid()::text, 'epoch') ON CONFLICT DO NOTHING`,
};

/** What has become visible since a snapshot. Null: nothing is known yet, only where to go on from. */
export function readSinceSnapshot(snapshot: string | null, organizationIds: string[]): Promise<Reading> {
  return read(sinceSnapshot, [snapshot, organizationIds]);
}

export function readSinceHorizon(horizon: number | null, organizationId: string): Promise<Reading> {
  return read(sinceHorizon, [horizon, [organizationId]]);
}

type Statement = typeof sinceSnapshot;

/** A table without its epoch is new, or was emptied by a crash. */
async function read(statement: Statement, values: unknown[]): Promise<Reading> {
  for (;;) {
    const [reading] = await run<Omit<Reading, "epoch"> & { epoch: string | null } & Record<string, unknown>>(
      statement,
      values,
    );
    if (reading?.epoch) return reading as Reading;
    await run(beginEpoch);
  }
}
