// An alert is told once, however many processes see it and however often they start: one row decides. It is told again
// after ALERT_REPEAT_MINUTES while it lasts.

import { randomUUID } from "node:crypto";
import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";
import { within } from "@/lib/within";
import { type Alert, type AlertName, alertKinds } from "./alert-kinds";
import { tellOperators } from "./tell-operators";

const DECISION_TIMEOUT_MS = 2_000;
const DETAIL_MAX = 500;
/** After a telling that failed, the next may try so soon. */
const FAILED_REPEAT_MINUTES = 1;

/** Two that arrive together: the second waits for the first one's row and then sees that it has been told just now. */
const claimStatement = {
  name: "claim_alert",
  text: `
  INSERT INTO "AlertState" AS a (kind, subject, detail, "sentAt", "sentBy") VALUES ($1, $2, $3, now(), $4)
  ON CONFLICT (kind, subject) DO UPDATE SET
    detail = excluded.detail, "lastSeenAt" = now(), "resolvedAt" = NULL,
    "raisedAt" = CASE WHEN a."resolvedAt" IS NULL THEN a."raisedAt" ELSE now() END,
    "sentAt" = CASE WHEN a."resolvedAt" IS NOT NULL OR coalesce(a."sentAt" <= now() - $5 * interval '1 minute', true)
      THEN now() ELSE a."sentAt" END,
    "sentBy" = CASE WHEN a."resolvedAt" IS NOT NULL OR coalesce(a."sentAt" <= now() - $5 * interval '1 minute', true)
      THEN excluded."sentBy" ELSE a."sentBy" END
  RETURNING "sentBy" = $4 AS "isMine"`,
};

const failedStatement = {
  name: "alert_not_told",
  text: `UPDATE "AlertState" SET "sentAt" = now() - $4 * interval '1 minute'
    WHERE kind = $1 AND subject = $2 AND "sentBy" = $3`,
};

/**
 * Tells operators of something that lasts, unless they have been told. Never throws, and takes no more than
 * seconds where the database or Slack does not answer; it need not be waited for.
 */
export async function raiseAlert(alert: Alert): Promise<void> {
  const cut = { ...alert, detail: alert.detail.slice(0, DETAIL_MAX) };
  const token = randomUUID();
  if (!(await isToBeTold(cut, token))) return;
  if (await tellOperators(cut, "raised")) return;
  forget(cut);
  const wait = repeatMinutes(alert.kind) - FAILED_REPEAT_MINUTES;
  await within(DECISION_TIMEOUT_MS, run(failedStatement, [alert.kind, alert.subject, token, wait])).catch(
    logAway,
  );
}

async function isToBeTold({ kind, subject, detail }: Alert, token: string): Promise<boolean> {
  const repeat = repeatMinutes(kind);
  try {
    const values = [kind, subject, detail, token, repeat];
    const [row] = await within(DECISION_TIMEOUT_MS, run<{ isMine: boolean }>(claimStatement, values));
    if (row?.isMine) remember({ kind, subject, detail });
    return row?.isMine === true;
  } catch (error) {
    // The alert may well be about the database. Then each process tells what it knows, once.
    logAway(error);
    const toldAt = told().get(`${kind}:${subject}`);
    const isDue = toldAt === undefined || performance.now() - toldAt >= repeat * 60_000;
    if (isDue) remember({ kind, subject, detail });
    return isDue;
  }
}

/** What ends with its day is told once a day. */
function repeatMinutes(kind: AlertName): number {
  return alertKinds[kind].ends === "day" ? 1_440 : env().ALERT_REPEAT_MINUTES;
}

function logAway(error: unknown): void {
  log("warn", "[ALERT] The database cannot say who has been told", { error: describeError(error) });
}

/** What this process has told, by when. */
function told(): Map<string, number> {
  return oncePerProcess("alerts-told", () => new Map());
}

function remember({ kind, subject }: Alert): void {
  told().set(`${kind}:${subject}`, performance.now());
}

function forget({ kind, subject }: Alert): void {
  told().delete(`${kind}:${subject}`);
}
