import { type LogFields, observeErrors } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";
import { type Component, metrics } from "./metrics";

export const ERROR_WINDOW_SECONDS = 300;

/** Errors kept of a component, by when they were; more than the highest ALERT_ERROR_COUNT tell nothing new. */
const KEPT_MAX = 1_000;

/** The tag a log line begins with says whose it is. Those that several components share are told apart by a field. */
const components: Record<string, Component | ((fields: LogFields) => Component)> = {
  WEBHOOK: "webhook",
  CRON: "cron",
  MAINTENANCE: "cron",
  "JOB-RUNNER": "runner",
  WORKER: "runner",
  INTEGRATION: "sender",
  ORCHESTRATOR: "ai",
  MEDIA: "media",
  CIRCUIT: ({ circuit }) => (circuit === "meta" ? "sender" : "ai"),
  DATABASE: "database",
  "DB-MISMATCH": "database",
  STARTUP: "health",
  HEALTH: "health",
  MONITORING: "monitoring",
  ALERT: "monitoring",
  HTTP: ({ path, code }) => (code === "DATABASE_UNAVAILABLE" ? "database" : componentOfPath(path ?? "")),
};

/** The component a line of the log is of. */
export function componentOf(text: string, fields: LogFields = {}): Component {
  const known = components[/^\[([A-Z-]+)\]/.exec(text)?.[1] ?? ""] ?? "other";
  return typeof known === "function" ? known(fields) : known;
}

/** Counts every error of this process from now on. */
export function countErrors(): void {
  observeErrors("count", (text, fields) => {
    const component = componentOf(text, fields);
    metrics().errors.inc({ component });
    const times = recent().get(component) ?? [];
    times.push(performance.now());
    if (times.length > KEPT_MAX) times.shift();
    recent().set(component, times);
  });
}

/** How many errors each component of this process has had within the last five minutes. */
export function recentErrors(): Map<Component, number> {
  const since = performance.now() - ERROR_WINDOW_SECONDS * 1_000;
  return new Map(
    [...recent()].map(([component, times]) => [component, times.filter((at) => at >= since).length]),
  );
}

function recent(): Map<Component, number[]> {
  return oncePerProcess("recent-errors", () => new Map());
}

function componentOfPath(path: string): Component {
  if (path.startsWith("/api/webhooks")) return "webhook";
  if (path.startsWith("/api/cron")) return "cron";
  if (path.startsWith("/api/jobs")) return "runner";
  if (path.startsWith("/api/media")) return "media";
  return path.startsWith("/health") || path === "/metrics" ? "health" : "other";
}
