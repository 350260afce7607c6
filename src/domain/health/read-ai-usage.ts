import { run } from "@/infra/database/statement";

export interface AiUsage {
  provider: string;
  model: string;
  answered: number;
  failed: number;
  inputTokens: number;
  outputTokens: number;
  /** Null when no call's price is known. */
  costUsd: number | null;
}

/** By organization, because there is the index: the table keeps more than a year. */
const statement = {
  name: "ai_usage_last_day",
  text: `
  SELECT u.provider, u.model, count(*) FILTER (WHERE u."errorCode" IS NULL)::int AS answered,
    count(*) FILTER (WHERE u."errorCode" IS NOT NULL)::int AS failed, sum(u."inputTokens")::float AS "inputTokens",
    sum(u."outputTokens")::float AS "outputTokens", (sum(u."costMicroUsd") / 1e6)::float AS "costUsd"
  FROM "Organization" o
  JOIN "AiUsage" u ON u."organizationId" = o.id AND u."createdAt" > now() - interval '1 day'
  GROUP BY u.provider, u.model`,
};

/** What was asked of each AI model in the last 24 hours, and what it cost. */
export function readAiUsage(): Promise<AiUsage[]> {
  return run<AiUsage & Record<string, unknown>>(statement);
}
