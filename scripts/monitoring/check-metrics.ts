import { env } from "@/lib/env";
import type { Check } from "../local/check-report";

const TIMEOUT_MS = 10_000;
const CRON_LATE_SECONDS = 300;

/** What dashboards and alert rules are built on. */
export const expectedMetrics = [
  "replyonce_jobs",
  "replyonce_oldest_due_job_seconds",
  "replyonce_parked_deliveries",
  "replyonce_stopped_numbers",
  "replyonce_cron_age_seconds",
  "replyonce_webhook_ack_seconds",
  "replyonce_sends_total",
  "replyonce_unknown_send_ratio",
  "replyonce_unknown_sends_last_day",
  "replyonce_unknown_sends_open",
  "replyonce_unknown_sends_settled_last_day",
  "replyonce_unknown_send_settle_seconds",
  "replyonce_ai_calls_last_day",
  "replyonce_ai_tokens_last_day",
  "replyonce_ai_cost_usd_last_day",
  "replyonce_media_downloads_total",
  "replyonce_media_bytes_total",
  "replyonce_errors_total",
  "replyonce_alerts_total",
  "replyonce_unsupported_messages_total",
  "replyonce_schema_findings",
  "replyonce_circuit_state",
  "replyonce_startup_finished",
  "replyonce_process_cpu_seconds_total",
];

/** Asks /metrics of a deployment, with the token and without. */
export async function checkMetrics(url: string): Promise<Check[]> {
  const { METRICS_TOKEN } = env();
  if (!METRICS_TOKEN) return [{ name: "metrics", status: "fail", detail: "METRICS_TOKEN is not set" }];
  try {
    const stranger = await get(url);
    const text = await get(url, METRICS_TOKEN);
    return [
      stranger.status === 401
        ? { name: "metrics token", status: "pass", detail: "Nobody reads /metrics without it" }
        : { name: "metrics token", status: "fail", detail: `/metrics answers ${stranger.status} without it` },
      ...judge(text),
    ];
  } catch {
    return [{ name: "metrics", status: "unknown", detail: `${url} does not answer` }];
  }
}

async function get(url: string, token?: string): Promise<{ status: number; text: string }> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(`${url}/metrics`, { headers, redirect: "manual", signal });
  return { status: response.status, text: await response.text() };
}

function judge({ status, text }: { status: number; text: string }): Check[] {
  if (status === 401)
    return [{ name: "metrics", status: "fail", detail: "The deployment has another METRICS_TOKEN" }];
  if (status !== 200) return [{ name: "metrics", status: "fail", detail: `/metrics answers ${status}` }];
  const missing = expectedMetrics.filter((name) => !text.includes(`# TYPE ${name} `));
  return [
    missing.length === 0
      ? { name: "metrics", status: "pass", detail: `${expectedMetrics.length} expected metrics are served` }
      : { name: "metrics", status: "fail", detail: `Not served: ${missing.join(", ")}` },
    judgeCron(Number(/^replyonce_cron_age_seconds (\S+)$/m.exec(text)?.[1])),
  ];
}

function judgeCron(age: number): Check {
  const name = "cron heartbeat";
  if (Number.isNaN(age)) return { name, status: "fail", detail: "The cron has never begun" };
  const detail = `It last began ${Math.round(age)} s ago`;
  return { name, status: age > CRON_LATE_SECONDS ? "fail" : "pass", detail };
}
