// Meta's limit for one business number, kept before Meta says so, and true across processes: the bucket is a row in the
// database and runs by the database's clock. Sends of a process that wait at the same time take their share in one
// update, and a process has at most one such update under way: the row does not become hot.
//
// The bucket holds a fifth of what Meta allows in a second and is refilled with four fifths a second, so that no second,
// wherever it begins, sees more than the limit. It is as well not to use up all of it: Meta counts the messages that
// come in as well (Meta, throughput).
//
// Its commit does not wait for the disk, nor for a replica: a crash of the database forgets at most the tokens of its last
// moments. What a send rests upon is made durable by beginSend.

import { isDatabaseAway } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { joinCalls } from "@/lib/join-calls";
import { oncePerProcess } from "@/lib/once-per-process";
import type { TurnIntegration } from "./turn-sql";

/** A send that would wait longer gives its place to others. */
const WAIT_MAX_MS = 2_000;
const BATCH_MAX = 200;

type Bucket = Pick<TurnIntegration, "id" | "sendsPerSecond">;

const statement = {
  name: "take_send_slots",
  text: `
  WITH bucket AS MATERIALIZED (
    SELECT $2::float / 5 AS size, interval '1 second' / ($2::float * 4 / 5) AS "perToken",
      set_config('synchronous_commit', 'off', true)
  )
  INSERT INTO "SendRate" AS r ("integrationId", "fullAt", granted)
  SELECT $1, now() + least($3::int, greatest(1, floor(size))) * "perToken", least($3::int, greatest(1, floor(size)))
  FROM bucket
  ON CONFLICT ("integrationId") DO UPDATE SET ("fullAt", granted) = (
    SELECT greatest(r."fullAt", now()) + given.tokens * bucket."perToken", given.tokens
    FROM bucket CROSS JOIN LATERAL (
      SELECT least($3::int, greatest(0, floor(
        greatest(1, bucket.size) - extract(epoch FROM greatest(r."fullAt", now()) - now())
          / extract(epoch FROM bucket."perToken"))))::int AS tokens
    ) given)
  RETURNING granted, extract(epoch FROM "fullAt" - now())::float * 1000 AS "fullInMs"`,
};

/** Waits for its turn to send. @returns 0 when it is its turn, else milliseconds after which to ask again. */
export async function takeSendSlot({ id, sendsPerSecond }: Bucket): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const waitMs = await take({ id, sendsPerSecond });
    if (waitMs === 0 || performance.now() - startedAt + waitMs > WAIT_MAX_MS) return waitMs;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

function take(bucket: Bucket): Promise<number> {
  return oncePerProcess(`send-slots ${bucket.id} ${bucket.sendsPerSecond}`, () =>
    joinCalls<Bucket, number>({
      flush: takeTogether,
      sizeMax: BATCH_MAX,
      flushesMax: 1,
      concernsAll: isDatabaseAway,
    }),
  )(bucket);
}

/** All of one number. @returns for each 0, or when there may be a token for it. */
async function takeTogether(asking: Bucket[]): Promise<number[]> {
  const { id, sendsPerSecond } = asking[0] as Bucket;
  const values = [id, sendsPerSecond, asking.length];
  const [row] = await run<{ granted: number; fullInMs: number }>(statement, values);
  const { granted, fullInMs } = row as { granted: number; fullInMs: number };
  const perTokenMs = 1_000 / (sendsPerSecond * 0.8);
  const emptyForMs = fullInMs - Math.max(1, sendsPerSecond / 5) * perTokenMs;
  return asking.map((_, at) =>
    at < granted ? 0 : Math.max(1, Math.ceil(emptyForMs + (at - granted + 1) * perTokenMs)),
  );
}
