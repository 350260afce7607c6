import { metrics } from "@/infra/monitoring/metrics";
import { postToSlack } from "@/infra/monitoring/post-to-slack";
import { scrub } from "@/infra/monitoring/scrub";
import { env } from "@/lib/env";
import { log } from "@/lib/logger";
import { release } from "@/lib/release";
import { type Alert, type AlertKind, alertKinds } from "./alert-kinds";

/** Writes an alert to the log and, where it is configured, to Slack. @returns whether it may count as told. */
export async function tellOperators(alert: Alert, what: "raised" | "resolved"): Promise<boolean> {
  const { kind } = alert;
  const reason = scrub(alert.detail);
  log("warn", what === "raised" ? "[ALERT] Raised" : "[ALERT] Resolved", { code: kind, reason });
  const answer = await postToSlack(toText({ ...alert, detail: reason }, what));
  const outcomes = {
    sent: what === "raised" ? "sent" : "resolved",
    not_configured: "logged",
    failed: "failed",
  } as const;
  metrics().alerts.inc({ kind, outcome: outcomes[answer.kind] });
  if (answer.kind === "failed")
    log("error", "[ALERT] Slack did not take it", { code: kind, reason: answer.reason });
  return answer.kind !== "failed";
}

function toText({ kind, subject, detail }: Alert, what: "raised" | "resolved"): string {
  const { severity, title, runBook }: AlertKind = alertKinds[kind];
  const { version, releaseId } = release();
  const head = what === "raised" ? severity.toUpperCase() : "RESOLVED";
  const where = [`replyonce ${version}`, releaseId, env().APP_URL].filter(Boolean).join(" · ");
  const sentence = [`[${head}] ${title}`, subject && `(${subject})`].filter(Boolean).join(" ");
  const lines = [sentence, detail, where];
  if (what === "raised") lines.splice(2, 0, `Run-book: docs/OPERATIONS.md, ${runBook}`);
  return lines.filter(Boolean).join("\n");
}
