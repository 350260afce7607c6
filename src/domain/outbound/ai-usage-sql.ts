/**
 * A common table expression that books AI calls. `source` has "organizationId", "jobId" and "aiCalls" (a JSON list of
 * AiCall, see askProvider). The money is spent whatever becomes of the job, so the source must not be filtered by its lease.
 */
export function aiUsageSql(source: string): string {
  return `ai_usage AS (
    INSERT INTO "AiUsage" ("organizationId", "jobId", provider, model, "inputTokens", "outputTokens", "costMicroUsd",
      "elapsedMs", "errorCode")
    SELECT s."organizationId", s."jobId", call.provider, call.model, call."inputTokens", call."outputTokens",
      call."costMicroUsd", call."elapsedMs", call."errorCode"
    FROM ${source} s CROSS JOIN LATERAL json_to_recordset(s."aiCalls") AS call(provider text, model text,
      "inputTokens" int, "outputTokens" int, "costMicroUsd" bigint, "elapsedMs" int, "errorCode" text)
  )`;
}
