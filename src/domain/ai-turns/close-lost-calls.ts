import { run } from "@/infra/database/statement";

/** Longer than any call or turn can take (AI_TIMEOUT_MS, AI_TURN_TIMEOUT_MS), and than a database is waited for. */
const LOST = "interval '15 minutes'";

/** By organization, because there is the index; those of yesterday and before were closed then. */
const statement = {
  name: "close_lost_calls",
  text: `
  WITH lost AS (
    SELECT u.id FROM "Organization" o
    JOIN "AiUsage" u ON u."organizationId" = o.id AND u."createdAt" > now() - interval '1 day'
      AND u."createdAt" < now() - ${LOST}
    WHERE u."endedAt" IS NULL AND u."estimatedMicroUsd" IS NOT NULL
  ),
  closed AS (
    UPDATE "AiUsage" u SET "errorCode" = 'UNKNOWN', "endedAt" = now()
    FROM lost WHERE u.id = lost.id AND u."endedAt" IS NULL RETURNING 1
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
