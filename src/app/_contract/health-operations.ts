import { z } from "zod";
import { instant, operation } from "./operation";

export const showHealth = operation({
  method: "GET",
  path: "/api/inbox/health",
  summary:
    "Whether everything works: readiness checks, circuit breakers, cron, webhook acknowledgement, this organization's queue, and open alerts.",
  role: "agent",
  answer: z.object({
    checkedAt: instant,
    checks: z.array(
      z.object({ name: z.string(), status: z.enum(["pass", "warn", "fail"]), output: z.string().nullable() }),
    ),
    /** Of this process. */
    circuits: z.array(
      z.object({ name: z.string(), state: z.enum(["closed", "open", "half_open"]), retryInMs: z.number() }),
    ),
    cron: z.array(z.object({ name: z.string(), startedAt: instant, finishedAt: instant.nullable() })),
    /** Of this process since it started; null: it has taken in no webhook. */
    acknowledgement: z.object({ count: z.int(), p50Ms: z.number(), p99Ms: z.number() }).nullable(),
    acknowledgementMaxMs: z.int(),
    queue: z.object({
      due: z.int(),
      waiting: z.int(),
      running: z.int(),
      uncertain: z.int(),
      held: z.int(),
      failedToday: z.int(),
      oldestDueSeconds: z.number(),
    }),
    alerts: z.array(
      z.object({
        kind: z.string(),
        severity: z.enum(["critical", "warning"]),
        subject: z.string(),
        detail: z.string(),
        raisedAt: instant,
        /** A heading of docs/OPERATIONS.md. */
        runBook: z.string(),
      }),
    ),
    process: z.object({ startedAt: instant, version: z.string(), releaseId: z.string().nullable() }),
  }),
});
