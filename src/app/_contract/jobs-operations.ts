import { z } from "zod";
import { byId, instant, operation, rowId, rowIdText } from "./operation";

const statuses = ["queued", "running", "uncertain", "done", "failed", "cancelled"] as const;

const job = z.object({
  id: rowId,
  status: z.enum(statuses),
  author: z.enum(["BOT", "PERSON"]),
  /** OPT_OUT or OPT_IN: a fixed confirmation. */
  purpose: z.string().nullable(),
  conversationId: rowId,
  customerName: z.string(),
  inboundProviderMessageId: z.string().nullable(),
  attempts: z.int(),
  /** Why, in words and with what to do about it; `detail`: as it was met. */
  error: z
    .object({
      code: z.string().nullable(),
      reason: z.string(),
      advice: z.string().nullable(),
      detail: z.string().nullable(),
    })
    .nullable(),
  /** The job of the same conversation that has to end first. */
  waitsForJobId: rowId.nullable(),
  /** An uncertain job that waits for a person, and no longer for a receipt. */
  isHeld: z.boolean(),
  canRetry: z.boolean(),
  runAt: instant,
  createdAt: instant,
  completedAt: instant.nullable(),
});

export const listJobs = operation({
  method: "GET",
  path: "/api/inbox/jobs",
  summary: "The queue of answers, the newest first, with how many there are of each status.",
  role: "agent",
  query: z.object({
    status: z.enum(statuses).optional(),
    before: rowIdText.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  answer: z.object({
    jobs: z.array(job),
    before: rowId.nullable(),
    counts: z.object({
      queued: z.int(),
      /** Of the queued ones: those whose time has come. */
      due: z.int(),
      running: z.int(),
      uncertain: z.int(),
      /** These three are of the newest 10,000 jobs. */
      done: z.int(),
      failed: z.int(),
      cancelled: z.int(),
    }),
  }),
});

export const getJob = operation({
  method: "GET",
  path: "/api/inbox/jobs/{id}",
  summary: "A job with its sends and what was, or would have been, said.",
  role: "agent",
  params: byId,
  answer: z.object({
    job: job.extend({
      requestId: z.string(),
      idempotencyKey: z.string(),
      reply: z.array(z.string()),
      partsSent: z.int(),
      resends: z.int(),
      leaseUntil: instant.nullable(),
      uncertainAt: instant.nullable(),
      coalescedIntoId: rowId.nullable(),
      retryOfId: rowId.nullable(),
      retryId: rowId.nullable(),
      sends: z.array(
        z.object({
          id: z.string(),
          part: z.int(),
          status: z.string(),
          attempts: z.int(),
          providerMessageId: z.string().nullable(),
          httpStatus: z.int().nullable(),
          errorCode: z.string().nullable(),
          error: z.string().nullable(),
          settledBy: z.string().nullable(),
          startedAt: instant,
          unknownAt: instant.nullable(),
          settledAt: instant.nullable(),
        }),
      ),
    }),
  }),
});

const post = <const Action extends string>(action: Action, summary: string) =>
  operation({
    method: "POST",
    path: `/api/inbox/jobs/{id}/${action}`,
    summary,
    role: "agent",
    params: byId,
    answer: z.object({ jobId: rowId }),
  });

export const retryJob = post(
  "retry",
  "Tries a failed or cancelled job again, as a new one, whose id is answered.",
);
export const cancelJob = post("cancel", "Ends a waiting or uncertain job: nothing more is sent for it.");
export const confirmJob = post("confirm", "Vouches that the customer has what an uncertain job has sent.");
export const resendJob = post(
  "resend",
  "Sends once more what an uncertain job may have sent, marked as a possible duplicate.",
);

const side = z.object({
  turnId: z.string(),
  outcome: z.string(),
  parts: z.array(z.string()),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  personaVersion: z.int().nullable(),
  handover: z.string().nullable(),
  tools: z.array(z.string()),
  costMicroUsd: z.number(),
});

export const rerunJob = operation({
  method: "POST",
  path: "/api/inbox/jobs/{id}/rerun",
  summary:
    "Has the bot think over a turn again, with another model or persona perhaps. Nothing is sent; it costs what an answer costs.",
  role: "agent",
  params: byId,
  body: z.strictObject({
    model: z.string().max(200).optional(),
    personaVersion: z.int().min(1).optional(),
  }),
  answer: z.object({ rerun: z.object({ jobId: rowId, before: side, after: side }) }),
});
