import type { OutboundJobStatus } from "@/infra/database/generated/enums";
import { prisma } from "@/infra/database/prisma";
import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { isFollowUpSql } from "./follow-up-sql";

export interface JobRow {
  id: number;
  status: OutboundJobStatus;
  conversationId: number;
  inboundProviderMessageId: string | null;
  attempts: number;
  errorCode: string | null;
  error: string | null;
  /** The job of the same conversation that has to end first. */
  waitsForJobId: number | null;
  /** An uncertain job that waits for a person, and no longer for a receipt. */
  isHeld: boolean;
  runAt: Date;
  createdAt: Date;
  completedAt: Date | null;
}

/** Columns of a job j. */
export const jobColumnsSql = `
  j.id, j.status, j."conversationId", j."inboundProviderMessageId", j.attempts, j."errorCode", j.error,
  j."heldAt" IS NOT NULL AS "isHeld", j."runAt", j."createdAt", j."completedAt",
  CASE WHEN j.status = 'queued' THEN (
    SELECT min(o.id) FROM "OutboundJob" o WHERE o."conversationId" = j."conversationId" AND o.id <> j.id AND (
      (o.status IN ('running', 'uncertain') AND o."heldAt" IS NULL)
      OR (o.status = 'queued' AND CASE WHEN ${isFollowUpSql("o")} THEN ${isFollowUpSql("j")} AND o.id < j.id
        ELSE ${isFollowUpSql("j")} OR o.id < j.id END))
  ) END AS "waitsForJobId"`;

const statement = {
  name: "list_jobs",
  text: `
  SELECT ${jobColumnsSql} FROM "OutboundJob" j WHERE $1::text IS NULL OR j.status::text = $1
  ORDER BY j.id DESC LIMIT $2`,
};

/** The newest jobs first. */
export function listJobs(filter: { status?: OutboundJobStatus; limit: number }): Promise<JobRow[]> {
  return run<JobRow & Record<string, unknown>>(statement, [filter.status ?? null, filter.limit]);
}

/** A job with its sends and what was, or would have been, said. @throws NOT_FOUND. */
export async function getJob(id: number) {
  const job = await prisma().outboundJob.findUnique({
    where: { id },
    omit: { leaseToken: true, organizationId: true },
    include: { sends: { orderBy: { startedAt: "asc" }, omit: { organizationId: true, jobId: true } } },
  });
  if (!job) throw new AppError("NOT_FOUND", `No job ${id}`);
  return job;
}
