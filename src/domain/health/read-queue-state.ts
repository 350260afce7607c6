import { run } from "@/infra/database/statement";

export interface QueueState {
  queued: number;
  running: number;
  /** Waiting for a receipt or for the policy. */
  uncertain: number;
  /** Uncertain and waiting for a person; their conversations go on. */
  held: number;
  /** Business numbers of which Meta refuses everything. */
  stoppedNumbers: number;
  parkedDeliveries: number;
  /** Seconds the oldest due job has been waiting that is its conversation's next; 0 when none is. */
  oldestDueSeconds: number;
  /** Seconds since the cron last began; null when it never has. */
  cronAgeSeconds: number | null;
}

const statement = {
  name: "queue_state",
  text: `
  SELECT
    (SELECT count(*)::int FROM "OutboundJob" WHERE status = 'queued') AS queued,
    (SELECT count(*)::int FROM "OutboundJob" WHERE status = 'running') AS running,
    (SELECT count(*)::int FROM "OutboundJob" WHERE status = 'uncertain' AND "heldAt" IS NULL) AS uncertain,
    (SELECT count(*)::int FROM "OutboundJob" WHERE status = 'uncertain' AND "heldAt" IS NOT NULL) AS held,
    (SELECT count(*)::int FROM "Integration" WHERE status = 'STOPPED') AS "stoppedNumbers",
    (SELECT count(*)::int FROM webhook_delivery_log WHERE status = 'parked') AS "parkedDeliveries",
    coalesce((
      SELECT extract(epoch FROM now() - q."runAt")::float FROM "OutboundJob" q
      WHERE q.status = 'queued' AND q."runAt" <= now() AND NOT EXISTS (
        SELECT 1 FROM "OutboundJob" older
        WHERE older."conversationId" = q."conversationId" AND older.status = 'queued' AND older.id < q.id)
      ORDER BY q."runAt", q.id LIMIT 1), 0) AS "oldestDueSeconds",
    (SELECT extract(epoch FROM now() - "startedAt")::float FROM "CronRun" WHERE name = 'run-outbound-jobs')
      AS "cronAgeSeconds"`,
};

/** The numbers an operator looks at first. */
export async function readQueueState(): Promise<QueueState> {
  const [row] = await run<QueueState & { [column: string]: unknown }>(statement);
  return row as QueueState;
}
