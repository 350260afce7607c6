import { SELF_TEST_PREFIX } from "@/domain/conversations";
import { run } from "@/infra/database/statement";
import { SUPPRESSED_ID_PREFIX } from "./suppress-send";

/** How far a self-test has come. Times are milliseconds. */
export interface SelfTest {
  stage: "queued" | "thinking" | "sending" | "uncertain" | "done" | "failed" | "cancelled";
  /** `fallback`: the business's own sentence, because no AI has answered. */
  outcome: "pending" | "answered" | "fallback" | "not_answered";
  jobId: number;
  /** Jobs of this message, and sends of them: more than one is a fault. */
  jobs: number;
  sends: number;
  /** Whether each send was kept from Meta. */
  isSuppressed: boolean;
  attempts: number;
  /** What the last attempt met. */
  code: string | null;
  provider: string | null;
  model: string | null;
  replyLength: number;
  elapsedMs: { untilSend: number | null; send: number | null; total: number | null; ai: number };
}

const statement = {
  name: "read_self_test",
  text: `
  WITH job AS (
    SELECT j.* FROM "OutboundJob" j
    JOIN "Conversation" c ON c.id = j."conversationId" JOIN "Contact" p ON p.id = c."contactId"
    WHERE j."inboundProviderMessageId" = $1 AND p."userId" IS NULL AND starts_with(p.address, '${SELF_TEST_PREFIX}')
  ),
  send AS (
    SELECT count(*)::int AS sends, min(l."startedAt") AS "startedAt", max(l."settledAt") AS "settledAt",
      coalesce(bool_and(starts_with(l."providerMessageId", '${SUPPRESSED_ID_PREFIX}')), false) AS "isSuppressed"
    FROM "OutboundMessageLog" l WHERE l."jobId" IN (SELECT id FROM job)
  )
  SELECT job.id AS "jobId", job.status, job.attempts, job."errorCode" AS code, job.reply ->> 'provider' AS provider,
    job.reply ->> 'model' AS model, (SELECT count(*)::int FROM job) AS jobs, send.sends, send."isSuppressed",
    (SELECT coalesce(sum(length(part)), 0)::int FROM jsonb_array_elements_text(job.reply -> 'parts') part)
      AS "replyLength",
    json_build_object(
      'untilSend', round(extract(epoch FROM send."startedAt" - job."createdAt") * 1000),
      'send', round(extract(epoch FROM send."settledAt" - send."startedAt") * 1000),
      'total', round(extract(epoch FROM job."completedAt" - job."createdAt") * 1000),
      'ai', (SELECT coalesce(sum("elapsedMs"), 0) FROM "AiUsage" WHERE "jobId" = job.id)) AS "elapsedMs"
  FROM job CROSS JOIN send ORDER BY job.id LIMIT 1`,
};

type Row = Omit<SelfTest, "stage" | "outcome"> & { status: string };

/** @returns null for what is no message of a self-test. */
export async function readSelfTest(wamid: string): Promise<SelfTest | null> {
  const [row] = await run<Row>(statement, [wamid]);
  if (!row) return null;
  const { status, ...rest } = row;
  return { stage: stageOf(row), outcome: outcomeOf(row), ...rest };
}

function stageOf({ status, sends }: Row): SelfTest["stage"] {
  if (status !== "running") return status as SelfTest["stage"];
  return sends > 0 ? "sending" : "thinking";
}

function outcomeOf({ status, provider }: Row): SelfTest["outcome"] {
  if (status === "done") return provider === null ? "fallback" : "answered";
  return status === "failed" || status === "cancelled" ? "not_answered" : "pending";
}
