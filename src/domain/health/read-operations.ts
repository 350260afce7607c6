import { listAlerts, type OpenAlert } from "@/domain/alerts";
import { type CircuitStatus, circuitStatuses } from "@/infra/circuit/circuit";
import { inOrganization } from "@/infra/database/in-organization";
import { run } from "@/infra/database/statement";
import {
  ACK_MAX_MS,
  type Acknowledgement,
  readAcknowledgement,
} from "@/infra/monitoring/read-acknowledgement";
import { release } from "@/lib/release";
import { checkReadiness } from "./check-readiness";
import type { HealthCheck } from "./health-check";
import { startupState } from "./startup-state";

interface OwnQueue {
  /** Could be worked on now. */
  due: number;
  /** Later: debounce, quiet hours, the time until another try. */
  waiting: number;
  running: number;
  /** Their outcome is not known yet. */
  uncertain: number;
  /** Of which a person has to say what became of them. */
  held: number;
  failedToday: number;
  oldestDueSeconds: number;
}

interface CronRun {
  name: string;
  startedAt: Date;
  finishedAt: Date | null;
}

interface Operations {
  checkedAt: Date;
  checks: (Pick<HealthCheck, "name" | "status"> & { output: string | null })[];
  circuits: CircuitStatus[];
  cron: CronRun[];
  acknowledgement: Acknowledgement | null;
  acknowledgementMaxMs: number;
  queue: OwnQueue;
  alerts: OpenAlert[];
  process: { startedAt: Date; version: string; releaseId: string | null };
}

const queueStatement = {
  name: "own_queue",
  text: `
  SELECT count(*) FILTER (WHERE status = 'queued' AND "runAt" <= now())::int AS due,
    count(*) FILTER (WHERE status = 'queued' AND "runAt" > now())::int AS waiting,
    count(*) FILTER (WHERE status = 'running')::int AS running,
    count(*) FILTER (WHERE status = 'uncertain' AND "heldAt" IS NULL)::int AS uncertain,
    count(*) FILTER (WHERE status = 'uncertain' AND "heldAt" IS NOT NULL)::int AS held,
    coalesce(max(extract(epoch FROM now() - "runAt")) FILTER (WHERE status = 'queued' AND "runAt" <= now()), 0)::float
      AS "oldestDueSeconds",
    (SELECT count(*)::int FROM "OutboundJob" f WHERE f."organizationId" = $1 AND f.status = 'failed'
      AND f."completedAt" > now() - interval '1 day' AND f.id > (
        SELECT coalesce(max(id), 0) - 200000 FROM "OutboundJob")) AS "failedToday"
  FROM "OutboundJob" WHERE "organizationId" = $1 AND status IN ('queued', 'running', 'uncertain')`,
};

const namesStatement = {
  name: "own_alert_names",
  text: `SELECT "phoneNumberId", "wabaId" FROM "Integration" WHERE "organizationId" = $1`,
};

const cronStatement = {
  name: "cron_runs",
  text: `SELECT name, "startedAt", "finishedAt" FROM "CronRun" ORDER BY name`,
};

/** Everything an operator of one organization looks at to see whether it works. */
export async function readOperations(organizationId: string): Promise<Operations> {
  const [checks, cron, acknowledgement, own] = await Promise.all([
    checkReadiness(),
    run<CronRun & Record<string, unknown>>(cronStatement),
    readAcknowledgement(),
    inOrganization(organizationId, async (ask) => ({
      queue: (await ask<OwnQueue & Record<string, unknown>>(queueStatement, [organizationId]))[0],
      names: await ask<{ phoneNumberId: string; wabaId: string | null }>(namesStatement, [organizationId]),
    })),
  ]);
  const ids = own.names.flatMap(({ phoneNumberId, wabaId }) => [phoneNumberId, ...(wabaId ? [wabaId] : [])]);
  const { version, releaseId } = release();
  return {
    checkedAt: new Date(),
    checks: checks.map(({ name, status, output }) => ({ name, status, output: output ?? null })),
    circuits: circuitStatuses(),
    cron,
    acknowledgement,
    acknowledgementMaxMs: ACK_MAX_MS,
    queue: own.queue as OwnQueue,
    alerts: await listAlerts([organizationId, ...ids]),
    process: { startedAt: startupState().startedAt, version, releaseId },
  };
}
