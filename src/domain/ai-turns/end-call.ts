// What became of a call of an AI: facts, written whatever has become of the job meanwhile, since the money is spent. The
// estimate in AiSpending gives way to what it has cost; where nobody can know that, because the call broke off, the estimate
// stays. Repeating it changes nothing.

import { isDatabaseAway } from "@/infra/database/database-error";
import { recordUntilStored } from "@/infra/database/record-until-stored";
import { run } from "@/infra/database/statement";
import { joinCalls } from "@/lib/join-calls";
import { oncePerProcess } from "@/lib/once-per-process";
import type { AskedStep } from "./ai-turn";
import { contactSpenderSql, lockedSpendingSql } from "./spending-sql";

export interface EndOfCall {
  callId: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  /** Null when the model's price is not known. */
  costMicroUsd: number | null;
  /** What the budgets are charged; null: nobody knows whether it is billed, so the estimate stays. */
  chargedMicroUsd: number | null;
  elapsedMs: number;
  errorCode: string | null;
  /** Appended to the turn, where one is kept. */
  turn: { id: string; step: AskedStep } | null;
  /** An answer that comes when another runner has the job is kept, and marked as late. */
  jobId: number | null;
  leaseToken: string | null;
}

const BATCH_MAX = 100;

const statement = {
  name: "end_calls",
  text: `
  WITH ended AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1) AS e("callId" bigint, "inputTokens" int, "outputTokens" int, "cachedTokens" int,
      "costMicroUsd" bigint, "chargedMicroUsd" bigint, "elapsedMs" int, "errorCode" text, turn jsonb, "jobId" bigint,
      "leaseToken" uuid)
  ),
  open AS MATERIALIZED (
    SELECT u.id, u."estimatedMicroUsd" FROM "AiUsage" u
    WHERE u.id IN (SELECT "callId" FROM ended) AND (u."endedAt" IS NULL OR u."errorCode" = 'UNKNOWN')
    ORDER BY u.id FOR UPDATE
  ),
  usage AS (
    UPDATE "AiUsage" u SET "inputTokens" = e."inputTokens", "outputTokens" = e."outputTokens",
      "cachedTokens" = e."cachedTokens", "costMicroUsd" = e."costMicroUsd", "elapsedMs" = e."elapsedMs",
      "errorCode" = e."errorCode", "endedAt" = now(),
      "estimatedMicroUsd" = CASE WHEN e."chargedMicroUsd" IS NULL THEN open."estimatedMicroUsd" END
    FROM open JOIN ended e ON e."callId" = open.id WHERE u.id = open.id
    RETURNING u.id, u."organizationId", (u."createdAt" AT TIME ZONE 'UTC')::date AS day,
      ${contactSpenderSql('u."contactId"')} AS contact,
      coalesce(e."chargedMicroUsd" - open."estimatedMicroUsd", 0) AS change
  ),
  spender AS MATERIALIZED (
    SELECT usage."organizationId", usage.day, each.spender, sum(usage.change)::bigint AS change
    FROM usage CROSS JOIN LATERAL (VALUES ('organization'), (usage.contact)) AS each(spender)
    WHERE each.spender IS NOT NULL GROUP BY 1, 2, 3
  ),
  ${lockedSpendingSql("spender")},
  spent AS (
    UPDATE "AiSpending" s SET "microUsd" = greatest(s."microUsd" + spender.change, 0)
    FROM spender JOIN spending ON spending."organizationId" = spender."organizationId" AND spending.day = spender.day
      AND spending.spender = spender.spender
    WHERE s."organizationId" = spender."organizationId" AND s.day = spender.day AND s.spender = spender.spender
  ),
  turn AS (
    UPDATE "AiTurn" t SET steps = t.steps || jsonb_build_array(CASE
        WHEN e."leaseToken" IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM "OutboundJob" j WHERE j.id = e."jobId" AND j."leaseToken" = e."leaseToken")
        THEN e.turn -> 'step' || '{"isLate": true}' ELSE e.turn -> 'step' END)
    FROM usage JOIN ended e ON e."callId" = usage.id
    WHERE t.id = (e.turn ->> 'id')::uuid
  )
  SELECT id FROM usage`,
};

/** Records what a call came to; concurrent calls share one statement. Waits for a database that is away. */
export async function endCall(end: EndOfCall): Promise<void> {
  await recordUntilStored(() => joined()(end));
}

function joined(): (end: EndOfCall) => Promise<undefined> {
  return oncePerProcess("end-call", () =>
    joinCalls<EndOfCall, undefined>({
      flush: endCalls,
      sizeMax: BATCH_MAX,
      flushesMax: 2,
      concernsAll: isDatabaseAway,
    }),
  );
}

async function endCalls(ends: EndOfCall[]): Promise<undefined[]> {
  await run(statement, [JSON.stringify(ends)]);
  return ends.map(() => undefined);
}
