import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import type { ClaimedJob } from "./outbound-job";
import { isSilencedSql } from "./silenced-sql";

type Held = Pick<ClaimedJob, "id" | "leaseToken">;

/** What a runner learns about a job while it works on it. */
export interface LeaseState {
  jobId: number;
  inboundCount: number;
  /** A person speaks now, and not because this very job handed over. */
  isTakenOver: boolean;
}

const statement = {
  name: "extend_leases",
  text: `
  WITH held AS (
    SELECT j.id, j."conversationId", j."leaseToken", j."leaseUntil"
    FROM json_to_recordset($1) AS h(id bigint, "leaseToken" uuid)
    JOIN "OutboundJob" j ON j.id = h.id
    WHERE j.status = 'running' AND j."leaseToken" = h."leaseToken" AND j."leaseUntil" > now()
  ),
  extended AS (
    UPDATE "OutboundJob" j SET "leaseUntil" = now() + $2 * interval '1 second'
    FROM held WHERE j.id = held.id AND j.status = 'running' AND j."leaseToken" = held."leaseToken"
      AND held."leaseUntil" < now() + $2 * interval '1 second' * 2 / 3
  )
  SELECT held.id AS "jobId", c."inboundCount",
    ${isSilencedSql("c")} AND c."handoverJobId" IS DISTINCT FROM held.id AS "isTakenOver"
  FROM held JOIN "Conversation" c ON c.id = held."conversationId"`,
};

/** Looks after the jobs in work and prolongs leases of which a third has passed. A job missing from the answer is lost. */
export async function extendLeases(held: Held[]): Promise<LeaseState[]> {
  const jobs = held.map(({ id, leaseToken }) => ({ id, leaseToken }));
  return await run<LeaseState>(statement, [JSON.stringify(jobs), env().JOB_LEASE_SECONDS]);
}
