import { run } from "@/infra/database/statement";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { type Alert, type AlertKind, type AlertName, alertKinds } from "./alert-kinds";
import { tellOperators } from "./tell-operators";

/** Longer than the longest pause between two looks: the cron's minute. What comes and goes faster is one alert. */
const SILENCE_SECONDS = 300;

const silentStatement = {
  name: "resolve_silent_alerts",
  text: `
  UPDATE "AlertState" SET "resolvedAt" = now()
  WHERE "resolvedAt" IS NULL AND kind = ANY($1::text[]) AND "lastSeenAt" < now() - $2 * interval '1 second'
  RETURNING kind, subject, "raisedAt"`,
};

/** Seen yesterday, and not today. */
const yesterdayStatement = {
  name: "resolve_yesterdays_alerts",
  text: `
  UPDATE "AlertState" SET "resolvedAt" = now()
  WHERE "resolvedAt" IS NULL AND kind = ANY($1::text[])
    AND "lastSeenAt" AT TIME ZONE 'UTC' < date_trunc('day', now() AT TIME ZONE 'UTC')
  RETURNING kind, subject, "raisedAt"`,
};

const namedStatement = {
  name: "resolve_alert",
  text: `
  UPDATE "AlertState" SET "resolvedAt" = now() WHERE "resolvedAt" IS NULL AND kind = $1 AND subject = $2
  RETURNING kind, subject, "raisedAt"`,
};

const ending = (how: AlertKind["ends"]) =>
  Object.entries(alertKinds).flatMap(([name, { ends }]) => (ends === how ? [name] : []));

interface Resolved extends Record<string, unknown> {
  kind: AlertName;
  subject: string;
  raisedAt: Date;
}

/** Says of every alert that nobody has seen for a while, or today, that it is over: once, whoever asks. */
export async function resolveSilentAlerts(): Promise<void> {
  await resolve(() => run<Resolved>(silentStatement, [ending("silence"), SILENCE_SECONDS]));
  await resolve(() => run<Resolved>(yesterdayStatement, [ending("day")]));
}

/** Says that one alert is over; nothing when there is none. Never throws. */
export async function resolveAlert(kind: AlertName, subject = ""): Promise<void> {
  await resolve(() => run<Resolved>(namedStatement, [kind, subject]));
}

async function resolve(find: () => Promise<Resolved[]>): Promise<void> {
  try {
    for (const { kind, subject, raisedAt } of await find())
      await tellOperators(over(kind, subject, raisedAt), "resolved");
  } catch (error) {
    // It stays raised, and the next look resolves it.
    log("warn", "[ALERT] Cannot be resolved now", { error: describeError(error) });
  }
}

function over(kind: AlertName, subject: string, raisedAt: Date): Alert {
  return { kind, subject, detail: `It began at ${raisedAt.toISOString()}` };
}
