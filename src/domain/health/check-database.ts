import { findDrift } from "@/domain/schema";
import { readDatabaseError } from "@/infra/database/database-error";
import { runAsProbe } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { within } from "@/lib/within";
import { fail, type HealthCheck, pass, warn } from "./health-check";
import { startupState } from "./startup-state";

const LOOK_MAX_MS = 2_500; // Probes are answered within three seconds; a frozen server answers none of ours.
const HEARTBEAT_LATE_SECONDS = 180; // The cron runs every minute and may miss one (Vercel, docs/cron-jobs).

const counts = {
  name: "readiness_counts",
  text: `
  SELECT (SELECT count(*)::int FROM webhook_delivery_log WHERE status = 'parked') AS parked,
    (SELECT count(*)::int FROM "Integration" WHERE status = 'STOPPED') AS stopped,
    (SELECT count(*)::int FROM "Integration"
      WHERE status = 'ACTIVE' AND ("accessTokenEncrypted" IS NOT NULL OR "phoneNumberId" = $1)) AS integrations,
    (SELECT extract(epoch FROM now() - max("finishedAt"))::float FROM "CronRun"
      WHERE name IN ('run-outbound-jobs', 'worker')) AS "heartbeatSeconds"`,
};

interface Counts extends Record<string, unknown> {
  parked: number;
  stopped: number;
  integrations: number;
  /** Since the queue was last looked after; null when it never was. */
  heartbeatSeconds: number | null;
}

/** Whether the database answers, whether it is the one this code was written for, and what stands in it. */
export async function checkDatabase(): Promise<HealthCheck[]> {
  const startedAt = performance.now();
  try {
    const looked = await within(LOOK_MAX_MS, look());
    const responseMs = Math.round(performance.now() - startedAt);
    return looked.map((check) => (check.name === "database" ? { ...check, responseMs } : check));
  } catch (error) {
    // Not reachable, or reachable and in no state to be asked: both are answers of this check.
    const name = readDatabaseError(error)?.kind === "mismatch" ? "schema" : "database";
    return [fail(name, describeError(error))];
  }
}

async function look(): Promise<HealthCheck[]> {
  const drift = await findDrift(runAsProbe);
  if (drift !== undefined) return [pass("database"), fail("schema", drift)];
  const token = env().WHATSAPP_ACCESS_TOKEN ? env().WHATSAPP_PHONE_NUMBER_ID : null;
  const [row] = await runAsProbe<Counts>(counts, [token ?? null]);
  if (!row) throw new Error("The database did not answer");
  return [
    pass("database"),
    pass("schema"),
    checkIntegrations(row),
    row.parked === 0
      ? pass("parked_deliveries")
      : fail("parked_deliveries", `${row.parked} webhooks wait to be played again`),
    checkHeartbeat(row),
  ];
}

/** Where one number of several is stopped, this process can do its work: that is a warning. */
function checkIntegrations({ integrations, stopped }: Counts): HealthCheck {
  const output = `Meta refuses everything of ${stopped} stopped number(s)`;
  if (integrations === 0)
    return fail("integration", stopped > 0 ? output : "No active integration has an access token");
  return stopped > 0 ? warn("integration", output) : pass("integration");
}

/** Messages are still taken in and answered at once; what has to be tried again waits for whoever looks after the queue. */
function checkHeartbeat({ heartbeatSeconds }: Counts): HealthCheck {
  const since = heartbeatSeconds ?? (Date.now() - startupState().startedAt.getTime()) / 1_000;
  if (since <= HEARTBEAT_LATE_SECONDS) return pass("cron");
  const last =
    heartbeatSeconds === null ? "has never ended a run" : `last ended a run ${Math.round(since)} s ago`;
  return warn("cron", `The cron or worker that looks after the queue ${last}`);
}
