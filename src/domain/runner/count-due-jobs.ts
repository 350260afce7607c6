import { run } from "@/infra/database/statement";

const statement = {
  name: "count_due_jobs",
  text: `SELECT count(*)::int AS due FROM "OutboundJob" WHERE status = 'queued' AND "runAt" <= now()`,
};

/** Jobs that could be worked now or as soon as their conversation is free. */
export async function countDueJobs(): Promise<number> {
  const [row] = await run<{ due: number }>(statement);
  return row?.due ?? 0;
}
