import { type ReplyPart, readablePart } from "@/domain/outbound";
import { inOrganization } from "@/infra/database/in-organization";
import { type JobItem, jobItemColumnsSql, type StoredJob, toJobItem } from "./job-row-sql";
import { notFound } from "./require-own";

interface JobSend {
  id: string;
  part: number;
  status: string;
  attempts: number;
  providerMessageId: string | null;
  httpStatus: number | null;
  errorCode: string | null;
  error: string | null;
  settledBy: string | null;
  startedAt: Date;
  unknownAt: Date | null;
  settledAt: Date | null;
}

export interface JobDetails extends JobItem {
  requestId: string;
  idempotencyKey: string;
  /** What was, or would have been, said. */
  reply: string[];
  partsSent: number;
  resends: number;
  leaseUntil: Date | null;
  uncertainAt: Date | null;
  /** The job whose reply has answered this one's message as well. */
  coalescedIntoId: number | null;
  retryOfId: number | null;
  /** The job that tries this one again. */
  retryId: number | null;
  sends: JobSend[];
}

const statement = {
  name: "job_details",
  text: `
  SELECT ${jobItemColumnsSql}, j."requestId", j."idempotencyKey", j.reply -> 'parts' AS parts, j."partsSent", j.resends,
    j."leaseUntil", j."uncertainAt", j."coalescedIntoId", j."retryOfId",
    (SELECT t.id FROM "OutboundJob" t WHERE t."retryOfId" = j.id) AS "retryId"
  FROM "OutboundJob" j WHERE j."organizationId" = $1 AND j.id = $2`,
};

const sends = {
  name: "sends_of_job",
  text: `
  SELECT l.id, l.part, l.status, l.attempts, l."providerMessageId", l."httpStatus", l."errorCode", l.error, l."settledBy",
    l."startedAt", l."unknownAt", l."settledAt"
  FROM "OutboundMessageLog" l WHERE l."organizationId" = $1 AND l."jobId" = $2 ORDER BY l."startedAt", l.id`,
};

type Stored = StoredJob & Omit<JobDetails, keyof JobItem | "reply" | "sends"> & { parts: ReplyPart[] | null };

/** A job with its sends and what was, or would have been, said. @throws NOT_FOUND, also for what is another organization's. */
export function getJobOfOrganization(organizationId: string, id: number): Promise<JobDetails> {
  return inOrganization(organizationId, async (ask) => {
    const [stored] = await ask<Stored>(statement, [organizationId, id]);
    if (!stored) throw notFound("OutboundJob", id);
    const { parts, ...job } = stored;
    return {
      ...job,
      ...toJobItem(stored),
      reply: (parts ?? []).map((part) => readablePart(part) ?? ""),
      sends: await ask<JobSend & Record<string, unknown>>(sends, [organizationId, id]),
    };
  });
}
