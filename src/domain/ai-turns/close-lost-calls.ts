import { run } from "@/infra/database/statement";

/** Longer than any call or turn can take (AI_TIMEOUT_MS, AI_TURN_TIMEOUT_MS), and than a database is waited for. */
const LOST = "interval '15 minutes'";

/** Of one round; the rest is for the next. */
const BATCH_MAX = 1_000;

const statement = {
  name: "close_lost_calls",
  text: `
  WITH lost AS MATERIALIZED (
    SELECT u.id FROM "AiUsage" u
    WHERE u."endedAt" IS NULL AND u."estimatedMicroUsd" IS NOT NULL AND u."createdAt" < now() - ${LOST}
    ORDER BY u.id LIMIT ${BATCH_MAX} FOR UPDATE SKIP LOCKED
  ),
  closed AS (
    UPDATE "AiUsage" u SET "errorCode" = 'UNKNOWN', "endedAt" = now() FROM lost WHERE u.id = lost.id RETURNING 1
  ),
  abandoned AS (
    UPDATE "AiTurn" t SET outcome = 'abandoned', "endedAt" = now()
    WHERE t.outcome = 'thinking' AND t."startedAt" < now() - ${LOST} AND (t.purpose <> 'reply' OR EXISTS (
      SELECT 1 FROM "OutboundJob" j WHERE j.id = t."jobId" AND j.status IN ('done', 'failed', 'cancelled')))
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM closed)::int AS calls, (SELECT count(*) FROM abandoned)::int AS turns`,
};

/**
 * Says of calls whose process has died that nobody knows what they came to: the provider may have billed them. Their estimate
 * stays in the day's spending. Turns that nobody will go on with are abandoned.
 */
export async function closeLostCalls(): Promise<{ calls: number; turns: number }> {
  const [row] = await run<{ calls: number; turns: number }>(statement);
  return row ?? { calls: 0, turns: 0 };
}
