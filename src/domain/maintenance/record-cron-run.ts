import { run } from "@/infra/database/statement";
import { faultPoint } from "@/lib/fault-point";

const started = {
  name: "cron_started",
  text: `
  INSERT INTO "CronRun" (name, "startedAt") VALUES ($1, now())
  ON CONFLICT (name) DO UPDATE SET "startedAt" = now()`,
};

const finished = {
  name: "cron_finished",
  text: `UPDATE "CronRun" SET "finishedAt" = now(), counts = $2 WHERE name = $1`,
};

/**
 * Runs a scheduled job and leaves a row that says when: a cron that never runs, or no longer ends, shows there. While one
 * runs, "finishedAt" is still that of the last.
 */
export async function recordCronRun<Counts>(name: string, work: () => Promise<Counts>): Promise<Counts> {
  await run(started, [name]);
  faultPoint("cron.started");
  const counts = await work();
  faultPoint("cron.mended");
  await run(finished, [name, JSON.stringify(counts)]);
  return counts;
}
