import { expect } from "vitest";
import { row, rows } from "../../support/own-database";
import type { Rows } from "../row";
import type { Stage } from "../stage";

/** A migration that has not been applied: the full write of every message fails. */
const dropColumn = () => rows(`ALTER TABLE "Message" DROP COLUMN payload`);
const addColumn = async () => void (await rows(`ALTER TABLE "Message" ADD COLUMN payload jsonb`));

/** From Meta's webhook to the job: the app dies, or whoever plays a parked webhook again. */
export const ingestRows: Rows<
  | "ingest.received"
  | "ingest.stored"
  | "ingest.answered"
  | "park.before"
  | "park.after"
  | "replay.before"
  | "replay.after"
> = {
  "ingest.received": [{ dies: "app", during: "a webhook", check: (stage) => wasRedelivered(stage, true) }],
  "ingest.stored": [{ dies: "app", during: "a webhook", check: (stage) => wasRedelivered(stage, true) }],
  "ingest.answered": [{ dies: "app", during: "a webhook", check: (stage) => wasRedelivered(stage, false) }],
  "park.before": [
    {
      dies: "app",
      during: "a webhook it cannot store",
      reach: writeWithoutColumn,
      mend: addColumn,
      check: async () => expect(await countReplayed()).toBe(0),
    },
  ],
  "park.after": [
    {
      dies: "app",
      during: "a webhook it cannot store",
      reach: writeWithoutColumn,
      mend: addColumn,
      // Meta has brought it again as well: twice taken in, once answered.
      check: async () => expect(await countReplayed()).toBe(1),
    },
  ],
  "replay.before": [{ dies: "worker", during: "a parked webhook", arrange: parkOne, check: onlyReplayed }],
  "replay.after": [{ dies: "worker", during: "a parked webhook", arrange: parkOne, check: onlyReplayed }],
};

async function writeWithoutColumn({ write }: Stage): Promise<void> {
  await dropColumn();
  await write("hello");
}

/** Parked, and Meta has given up: only what is parked can bring the message back. */
async function parkOne({ meta, write }: Stage): Promise<void> {
  await meta.configure({ redelivery: { giveUpAfterMs: 0 } });
  await dropColumn();
  await write("hello");
  await addColumn();
}

async function onlyReplayed({ meta }: Stage): Promise<void> {
  const deliveries = await meta.deliveries({ kind: "message" });
  expect(deliveries.map(({ state }) => state)).toEqual(["failed"]);
  expect(await countReplayed()).toBe(1);
}

async function wasRedelivered({ meta }: Stage, expected: boolean): Promise<void> {
  const [delivery] = await meta.deliveries({ kind: "message" });
  expect(delivery?.attempts.at(-1)?.status).toBe(200);
  expect((delivery?.attemptCount ?? 0) > 1).toBe(expected);
}

async function countReplayed(): Promise<number> {
  const { replayed } = await row<{ replayed: number }>(
    `SELECT count(*)::int AS replayed FROM webhook_delivery_log WHERE replayed_at IS NOT NULL`,
  );
  return replayed;
}
