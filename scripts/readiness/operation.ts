// What goes on: the queue, who looks after it, and the AI.

import { readQueueState } from "@/domain/health";
import { askProvider } from "@/infra/ai/ask-provider";
import { type AiProvider, aiProviders } from "@/infra/ai/providers";
import { run } from "@/infra/database/statement";
import type { Check } from "../local/check-report";
import { fail, pass, type ReadinessCheck, warn } from "./setup";

const QUEUE_LATE_SECONDS = 300; // An outage is to be seen within five minutes.
const CRON_LATE_SECONDS = 180;
const CLEANUP_LATE_SECONDS = 26 * 3_600; // Daily, and a scheduler may be an hour off.

export const checkQueue: ReadinessCheck = async () => {
  const name = "queue";
  const { oldestDueSeconds, parkedDeliveries, stoppedNumbers, held, queued } = await readQueueState();
  if (oldestDueSeconds > QUEUE_LATE_SECONDS)
    return fail(
      name,
      `the oldest due job waits for ${Math.round(oldestDueSeconds)} s`,
      "npm run jobs -- list",
    );
  if (parkedDeliveries > 0)
    return fail(name, `${parkedDeliveries} webhooks wait to be played again`, "npm run replay -- --waiting");
  if (stoppedNumbers > 0)
    return warn(
      name,
      `Meta refuses everything of ${stoppedNumbers} number(s)`,
      "npm run integrations -- list",
    );
  if (held > 0)
    return warn(name, `${held} uncertain sends wait for a person`, "npm run jobs -- list --status uncertain");
  return pass(name, `${queued} queued, the oldest due for ${Math.round(oldestDueSeconds)} s`);
};

interface Heartbeats extends Record<string, unknown> {
  /** Seconds since the last run ended; null when none ever did. */
  queue: number | null;
  cleanup: number | null;
  /** Whether anything has ever come in: before that, nothing need have run. */
  hasTraffic: boolean;
}

export const checkHeartbeats: ReadinessCheck = async () => {
  const [row] = await run<Heartbeats>({
    name: "readiness_heartbeats",
    text: `SELECT extract(epoch FROM now() - max("finishedAt") FILTER (WHERE name IN ('run-outbound-jobs', 'worker')))::float AS queue,
        extract(epoch FROM now() - max("finishedAt") FILTER (WHERE name = 'cleanup'))::float AS cleanup,
        EXISTS (SELECT 1 FROM webhook_delivery_log) AS "hasTraffic"
      FROM "CronRun"`,
  });
  const { queue = null, cleanup = null, hasTraffic = false } = row ?? {};
  return [judgeCron(queue, hasTraffic), judgeCleanup(cleanup)];
};

function judgeCron(age: number | null, hasTraffic: boolean): Check {
  const name = "cron heartbeat";
  const mend = "Look whether the schedule exists and calls with CRON_SECRET: docs/DEPLOYMENT_WORKFLOW.md";
  if (age === null) return (hasTraffic ? fail : warn)(name, "it has never ended a run", mend);
  const detail = `last ended a run ${Math.round(age)} s ago`;
  return age > CRON_LATE_SECONDS ? fail(name, detail, mend) : pass(name, detail);
}

function judgeCleanup(age: number | null): Check {
  const name = "cleanup";
  const mend = "It is scheduled in vercel.json; elsewhere call /api/cron/cleanup daily with CRON_SECRET.";
  if (age === null) return warn(name, "it has never ended a run", mend);
  const detail = `last ended a run ${Math.round(age / 3_600)} h ago`;
  return age > CLEANUP_LATE_SECONDS ? fail(name, detail, mend) : pass(name, detail);
}

/** One real call of each AI that has a key. It costs a few tokens. */
export const checkLiveAi: ReadinessCheck = async ({ isLive }) => {
  if (!isLive) return [];
  return await Promise.all(aiProviders().map(askOnce));
};

async function askOnce(provider: AiProvider): Promise<Check> {
  const name = `ai live: ${provider.name}`;
  const messages = [{ role: "user" as const, content: "Answer with the one word: ready" }];
  const answer = await askProvider(provider, { messages, tools: [], signal: new AbortController().signal });
  const { elapsedMs, errorCode } = answer.call;
  if (answer.kind === "answered" && answer.content !== "")
    return pass(name, `${provider.model} answers in ${elapsedMs} ms`);
  return fail(
    name,
    `${provider.model} does not answer: ${errorCode ?? "EMPTY"}`,
    "Look at the key, the account and the base URL.",
  );
}
