import { expect } from "vitest";
import { waitUntil } from "../../../scripts/local/processes";
import { row, rows } from "../../support/own-database";
import type { Rows } from "../row";
import type { Stage } from "../stage";
import { letRunnerDie } from "./dead-runner";

/** The scheduled calls of the app. */
export const cronRows: Rows<"cron.started" | "cron.mended" | "cleanup.before" | "cleanup.between_tables"> = {
  "cron.started": [
    { dies: "cron", during: "a due job", arrange: ({ write }) => write("hello"), check: hasCronFinished },
  ],
  "cron.mended": [
    { dies: "cron", during: "a dead runner's job", arrange: letRunnerDie, check: hasCronFinished },
  ],
  "cleanup.before": [
    { dies: "cron", during: "the daily cleanup", arrange: leaveOldRows, reach: cleanUp, check: isCleanedUp },
  ],
  "cleanup.between_tables": [
    { dies: "cron", during: "the daily cleanup", arrange: leaveOldRows, reach: cleanUp, check: isCleanedUp },
  ],
};

/** It comes again all the time, so it may just be running. */
async function hasCronFinished(): Promise<void> {
  await waitUntil(
    async () => (await rows(`SELECT 1 FROM "CronRun" WHERE "finishedAt" >= "startedAt"`)).length > 0,
    { what: "the cron to finish", timeoutMs: 20_000 },
  );
}

/** Rows past their time beside those of a message that nobody has answered yet. */
async function leaveOldRows({ write }: Stage): Promise<void> {
  await write("hello");
  await rows(`INSERT INTO processed_webhook_events (key, processed_at)
    SELECT 'old:' || n, now() - interval '30 days' FROM generate_series(1, 10) n`);
  await rows(`INSERT INTO webhook_delivery_log (id, request_id, raw_body, status, received_at)
    SELECT gen_random_uuid(), 'old', '', 'ingested', now() - interval '30 days' FROM generate_series(1, 10) n`);
}

/** The call ends with the process. */
async function cleanUp({ callCron }: Stage): Promise<void> {
  await callCron("cleanup").catch(() => undefined);
}

/** The next cleanup finishes it, and what is left still knows which messages have been taken in. */
async function isCleanedUp({ callCron, meta, customer }: Stage): Promise<void> {
  expect((await callCron("cleanup")).status).toBe(200);
  const left = await row(`SELECT (SELECT count(*)::int FROM processed_webhook_events) AS keys,
    (SELECT count(*)::int FROM webhook_delivery_log WHERE request_id = 'old') AS deliveries`);
  expect(left).toEqual({ keys: 1, deliveries: 0 });

  const [delivery] = await meta.deliveries({ kind: "message" });
  await meta.redeliver(delivery?.id ?? "");
  expect(await rows(`SELECT 1 FROM "OutboundJob"`)).toHaveLength(1);
  expect(await meta.effects({ recipient: customer })).toHaveLength(1);
}
