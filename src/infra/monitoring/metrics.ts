import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { oncePerProcess } from "@/lib/once-per-process";

export type Component =
  | "webhook"
  | "cron"
  | "runner"
  | "sender"
  | "ai"
  | "media"
  | "database"
  | "health"
  | "monitoring"
  | "other";

/** Labels are few and fixed, never an id, a number or a name of a customer: each value is a time series for ever. */
export interface Metrics {
  registry: Registry;
  /** Calls that sent a message, or were to: accepted, refused, unknown. */
  sends: Counter<"outcome">;
  webhookAck: Histogram<"outcome">;
  /** Attempts to have a file. */
  mediaDownloads: Counter<"outcome">;
  mediaBytes: Counter;
  errors: Counter<"component">;
  alerts: Counter<"kind" | "outcome">;
  /** Messages of customers that cannot be shown, by what Meta says they would be. */
  unsupported: Counter<"type">;
  schemaFindings: Gauge<"severity">;
}

/** The line that matters is 250 ms: Meta wants the median and 99 of 100 below it (Meta, webhooks/overview). */
const ACK_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** The metrics of this process. */
export function metrics(): Metrics {
  return oncePerProcess("metrics", createMetrics);
}

/** What the last comparison of database and schema has found. */
export function recordSchemaFindings(counts: { fail: number; warn: number; note: number }): void {
  for (const severity of ["fail", "warn", "note"] as const)
    metrics().schemaFindings.set({ severity }, counts[severity]);
}

/** What a webhook was answered, and how fast. */
export function recordWebhookAck(statusCode: number, seconds: number): void {
  const outcome = ackOutcomes[statusCode] ?? "failed";
  metrics().webhookAck.observe({ outcome }, seconds);
}

const ackOutcomes: Record<number, string> = {
  200: "accepted",
  400: "malformed",
  401: "unsigned",
  413: "too_large",
  503: "unavailable",
};

function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "replyonce_" });
  return {
    registry,
    sends: new Counter({
      name: "replyonce_sends_total",
      help: "Calls to Meta that were to send a message, by what is known of their outcome",
      labelNames: ["outcome"],
      registers,
    }),
    webhookAck: new Histogram({
      name: "replyonce_webhook_ack_seconds",
      help: "Seconds from a webhook to its answer, by what it was answered; failed: parked where that was possible",
      labelNames: ["outcome"],
      buckets: ACK_SECONDS,
      registers,
    }),
    mediaDownloads: new Counter({
      name: "replyonce_media_downloads_total",
      help: "Attempts to download a file of a message, by what became of them; lost: its row was gone in the end",
      labelNames: ["outcome"],
      registers,
    }),
    mediaBytes: new Counter({
      name: "replyonce_media_bytes_total",
      help: "Bytes of the files that were downloaded and stored",
      registers,
    }),
    errors: new Counter({
      name: "replyonce_errors_total",
      help: "Errors in the log of this process, by the component they are of",
      labelNames: ["component"],
      registers,
    }),
    alerts: new Counter({
      name: "replyonce_alerts_total",
      help: "Alerts by kind: sent, resolved, failed (Slack did not take it), logged (no Slack is configured)",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    unsupported: new Counter({
      name: "replyonce_unsupported_messages_total",
      help: "New messages of kinds that are kept raw, by what Meta says they are; other: what nobody here knows",
      labelNames: ["type"],
      registers,
    }),
    schemaFindings: new Gauge({
      name: "replyonce_schema_findings",
      help: "Differences between database and schema at the last look of this process, by severity",
      labelNames: ["severity"],
      registers,
    }),
  };
}
