import type { OutboundJobStatus } from "@/infra/database/generated/enums";
import { inOrganization } from "@/infra/database/in-organization";
import { type JobItem, jobItemColumnsSql, type StoredJob, toJobItem } from "./job-row-sql";

/** Of how many of the newest jobs ended ones are counted: all of them would take as long as there are. */
const COUNTED = 10_000;

const any = {
  name: "jobs_of_organization",
  text: `
  SELECT ${jobItemColumnsSql} FROM "OutboundJob" j
  WHERE j."organizationId" = $1 AND j.id < $2 ORDER BY j.id DESC LIMIT $3`,
};

const ofStatus = {
  name: "jobs_of_organization_by_status",
  text: `
  SELECT ${jobItemColumnsSql} FROM "OutboundJob" j
  WHERE j."organizationId" = $1 AND j.id < $2 AND j.status = $4::"OutboundJobStatus" ORDER BY j.id DESC LIMIT $3`,
};

const count = {
  name: "count_jobs_of_organization",
  text: `
  SELECT (SELECT count(*)::int FROM "OutboundJob" WHERE "organizationId" = $1 AND status = 'queued') AS queued,
    (SELECT count(*)::int FROM "OutboundJob" WHERE "organizationId" = $1 AND status = 'queued' AND "runAt" <= now()) AS due,
    (SELECT count(*)::int FROM "OutboundJob" WHERE "organizationId" = $1 AND status = 'running') AS running,
    (SELECT count(*)::int FROM "OutboundJob" WHERE "organizationId" = $1 AND status = 'uncertain') AS uncertain,
    count(*) FILTER (WHERE status = 'done')::int AS done, count(*) FILTER (WHERE status = 'failed')::int AS failed,
    count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled
  FROM "OutboundJob"
  WHERE "organizationId" = $1 AND id > (SELECT coalesce(max(id), 0) FROM "OutboundJob") - ${COUNTED}`,
};

type JobCounts = Record<OutboundJobStatus | "due", number>;

export interface JobPage {
  jobs: JobItem[];
  /** The next page is before it; null: there is none. */
  before: number | null;
  counts: JobCounts;
}

interface Asked {
  organizationId: string;
  status?: OutboundJobStatus | undefined;
  before?: number | undefined;
  limit: number;
}

/** The jobs of an organization, the newest first. */
export function listJobsOfOrganization(asked: Asked): Promise<JobPage> {
  const { organizationId, status, before = Number.MAX_SAFE_INTEGER, limit } = asked;
  return inOrganization(organizationId, async (ask) => {
    const values = [organizationId, before, limit + 1];
    const found =
      status === undefined
        ? await ask<StoredJob>(any, values)
        : await ask<StoredJob>(ofStatus, [...values, status]);
    const [counts] = await ask<JobCounts>(count, [organizationId]);
    const jobs = found.slice(0, limit).map(toJobItem);
    const last = found.length > limit ? jobs.at(-1) : undefined;
    return { jobs, before: last?.id ?? null, counts: counts as JobCounts };
  });
}
