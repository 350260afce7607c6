// What an operator can do with jobs, from a terminal today and from the inbox later.

import type { OutboundJobStatus } from "@/infra/database/generated/enums";
import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";

export interface JobRow {
  id: number;
  status: OutboundJobStatus;
  conversationId: number;
  inboundProviderMessageId: string | null;
  attempts: number;
  errorCode: string | null;
  error: string | null;
  runAt: Date;
  createdAt: Date;
  completedAt: Date | null;
}

const fields = {
  id: true,
  status: true,
  conversationId: true,
  inboundProviderMessageId: true,
  attempts: true,
  errorCode: true,
  error: true,
  runAt: true,
  createdAt: true,
  completedAt: true,
} as const;

/** The newest jobs first. */
export async function listJobs(filter: { status?: OutboundJobStatus; limit: number }): Promise<JobRow[]> {
  const jobs = await prisma().outboundJob.findMany({
    where: { status: filter.status },
    orderBy: { id: "desc" },
    take: filter.limit,
    select: fields,
  });
  return jobs.map((job) => ({ ...job, id: Number(job.id), conversationId: Number(job.conversationId) }));
}

/** A job with its sends. @throws NOT_FOUND. */
export async function getJob(id: number) {
  const job = await prisma().outboundJob.findUnique({
    where: { id },
    select: {
      ...fields,
      requestId: true,
      leaseUntil: true,
      partsSent: true,
      resends: true,
      coalescedIntoId: true,
      uncertainAt: true,
      heldAt: true,
      sends: {
        orderBy: { startedAt: "asc" },
        select: {
          id: true,
          idempotencyKey: true,
          status: true,
          attempts: true,
          providerMessageId: true,
          settledBy: true,
          errorCode: true,
          error: true,
          startedAt: true,
          settledAt: true,
        },
      },
    },
  });
  if (!job) throw new AppError("NOT_FOUND", `No job ${id}`);
  return job;
}

/**
 * Lets a failed or cancelled job be tried again from its first attempt, unless Meta has, or may have, taken something
 * of it: sending that again is not a retry. @throws NOT_FOUND when it is not such a job.
 */
export async function retryJob(id: number): Promise<void> {
  const { count } = await prisma().outboundJob.updateMany({
    where: {
      id,
      status: { in: ["failed", "cancelled"] },
      sends: { none: { status: { in: ["sending", "accepted", "unknown"] } } },
    },
    data: {
      status: "queued",
      attempts: 0,
      runAt: new Date(),
      completedAt: null,
      error: null,
      errorCode: null,
    },
  });
  if (count === 0)
    throw new AppError("NOT_FOUND", `Job ${id} is not failed or cancelled, or Meta may have its message`);
}

/** Ends a waiting job without an answer. @throws NOT_FOUND when it is not waiting. */
export async function cancelJob(id: number): Promise<void> {
  const { count } = await prisma().outboundJob.updateMany({
    where: { id, status: "queued" },
    data: {
      status: "cancelled",
      completedAt: new Date(),
      errorCode: "OPERATOR",
      error: "Cancelled by an operator",
    },
  });
  if (count === 0) throw new AppError("NOT_FOUND", `Job ${id} is not waiting`);
}
