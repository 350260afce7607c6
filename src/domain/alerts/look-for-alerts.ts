import { circuitStatuses } from "@/infra/circuit/circuit";
import { run } from "@/infra/database/statement";
import { ERROR_WINDOW_SECONDS, recentErrors } from "@/infra/monitoring/count-errors";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";
import type { Alert, AlertName } from "./alert-kinds";
import { lookAtVacuum } from "./look-at-vacuum";
import { raiseAlert } from "./raise-alert";
import { resolveSilentAlerts } from "./resolve-alerts";

/** SPEC section 8, and how late the cron of every minute may be. */
const LATE_SECONDS = 300;
const SAMPLE_MAX = 1_000; // Late jobs looked at: enough to find one whose number may send.

/**
 * Jobs of a stopped or pausing number wait on purpose; the number has an alert of its own. So do those behind an older one of
 * their conversation, which may wait for the end of quiet hours.
 */
const statement = {
  name: "look_for_alerts",
  text: `
  SELECT 'queue_late' AS kind, '' AS subject,
    format('The oldest due job waits since %s seconds', extract(epoch FROM now() - late."runAt")::int) AS detail
  FROM (
    SELECT min(j."runAt") AS "runAt" FROM (
      SELECT q."runAt", q."conversationId" FROM "OutboundJob" q
      WHERE q.status = 'queued' AND q."runAt" <= now() - ${LATE_SECONDS} * interval '1 second' AND NOT EXISTS (
        SELECT 1 FROM "OutboundJob" older
        WHERE older."conversationId" = q."conversationId" AND older.status = 'queued' AND older.id < q.id)
      ORDER BY q."runAt" LIMIT ${SAMPLE_MAX}) j
    JOIN "Conversation" c ON c.id = j."conversationId"
    JOIN "Integration" i ON i.id = c."integrationId"
    WHERE i.status = 'ACTIVE' AND coalesce(i."pausedUntil" <= now(), true)
  ) late WHERE late."runAt" IS NOT NULL
  UNION ALL
  SELECT 'number_stopped', 'phone number id ' || "phoneNumberId",
    format('Meta refuses everything since %s, code %s', to_char("stoppedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      "stoppedCode")
  FROM "Integration" WHERE status = 'STOPPED'
  UNION ALL
  -- As long as nothing better is heard of the account, for a day: what it means until then is Meta's dashboard's to say.
  SELECT 'account_restricted', 'account ' || account, format('%s: %s', field, coalesce(event, 'no event'))
  FROM (
    SELECT DISTINCT ON (account) coalesce(e."wabaId", 'unknown') AS account, e.field, e.event, e.severity
    FROM "AccountEvent" e
    WHERE e."receivedAt" > now() - interval '24 hours' AND e.field IN ('account_update', 'account_review_update', 'account_alerts')
      AND (e.severity = 'critical' OR e.event = 'APPROVED' OR e.payload #>> '{ban_info,waba_ban_state}' = 'REINSTATE')
    ORDER BY account, coalesce(e."occurredAt", e."receivedAt") DESC, e.id DESC
  ) last WHERE severity = 'critical'
  UNION ALL
  SELECT 'number_quality', 'phone number id ' || "phoneNumberId", 'Meta rates its quality RED'
  FROM "Integration" WHERE "qualityRating" = 'RED' AND status <> 'DISABLED'
  UNION ALL
  SELECT 'template_unusable', format('template %s (%s) of phone number id %s', t.name, t.language, i."phoneNumberId"),
    format('Its status is %s; it is chosen for: %s', t.status, c.purpose)
  FROM "IntegrationTemplate" c
  JOIN "Template" t ON t."integrationId" = c."integrationId" AND t.name = c.name AND t.language = c.language
  JOIN "Integration" i ON i.id = c."integrationId"
  WHERE t.status <> 'APPROVED' AND i.status <> 'DISABLED'
  UNION ALL
  SELECT 'cron_late', name, format('It last began %s minutes ago', (extract(epoch FROM now() - "startedAt") / 60)::int)
  FROM "CronRun" WHERE name = 'run-outbound-jobs' AND "startedAt" < now() - ${LATE_SECONDS} * interval '1 second'
  UNION ALL
  SELECT 'parked_deliveries', '', format('%s webhooks wait to be played again', parked.count)
  FROM (SELECT count(*)::int AS count FROM webhook_delivery_log WHERE status = 'parked') parked WHERE parked.count > 0`,
};

/**
 * Looks for what operators must know, tells what is new and what is over. Called with every round of maintenance, by
 * every process that does one. Never throws.
 */
export async function lookForAlerts(): Promise<void> {
  const alerts = [...(await storedAlerts()), ...openCircuits(), ...manyErrors()];
  await Promise.all(alerts.map(raiseAlert));
  await resolveSilentAlerts();
}

async function storedAlerts(): Promise<Alert[]> {
  try {
    const stored = await run<{ kind: AlertName; subject: string; detail: string }>(statement);
    return [...stored, ...(await lookAtVacuum())];
  } catch (error) {
    // Whoever needs the database more than this says so as an error.
    log("warn", "[ALERT] The database cannot be looked at", { error: describeError(error) });
    return [];
  }
}

/** Circuits and errors are this process's own: others need not see them. */
function openCircuits(): Alert[] {
  return circuitStatuses()
    .filter(({ state }) => state !== "closed")
    .map(({ name }) => ({ kind: "circuit_open", subject: name, detail: `Calls to ${name} fail` }));
}

function manyErrors(): Alert[] {
  const { ALERT_ERROR_COUNT } = env();
  return [...recentErrors()]
    .filter(([, count]) => count >= ALERT_ERROR_COUNT)
    .map(([component, count]) => ({
      kind: "error_rate",
      subject: component,
      detail: `${count} errors within ${ERROR_WINDOW_SECONDS / 60} minutes in one process`,
    }));
}
