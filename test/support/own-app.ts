// The built app, and the worker, as processes of their own: what an operator starts.

import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { type RunningChild, startChild } from "../../scripts/local/child-process";
import { freePort } from "../../scripts/local/free-port";
import { waitUntil } from "../../scripts/local/processes";
import { commandFile } from "./command-file";
import { keepOutput } from "./process-output";

export const secrets = {
  AUTH_SECRET: "canary-auth-secret-5b1c",
  SESSION_SECRET: "canary-session-secret-77ad",
  WHATSAPP_ACCESS_TOKEN: "EAAcanary-access-token-e01f",
  WHATSAPP_VERIFY_TOKEN: "canary-verify-token-31ce",
  WHATSAPP_APP_SECRET: "canary-app-secret-9a4d",
  CRON_SECRET: "canary-cron-secret-c7e2",
  JOB_RUNNER_TOKEN: "canary-runner-token-48bb",
  METRICS_TOKEN: "canary-metrics-token-f290",
};

interface LogLine {
  level: string;
  msg: string;
  requestId?: string;
  jobId?: number;
  [field: string]: unknown;
}

export interface AppProcess extends RunningChild {
  url: string;
  /** Everything it has written. */
  output: string[];
  log(): LogLine[];
}

/** What serves the webhook: the app, the lean ingress, or that without a runner. */
export type Server = "next" | "ingress" | "ingress --no-runner";

/** Starts the built app, or the lean ingress. Resolves when it answers, ready or not. */
export async function startApp(env: Record<string, string>, server: Server = "next"): Promise<AppProcess> {
  const app = await launchApp(env, server);
  const isUp = () =>
    fetch(`${app.url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    await waitUntil(isUp, { what: "the app to answer", timeoutMs: 30_000 });
  } catch (cause) {
    throw new Error(app.output.join("\n"), { cause });
  }
  return app;
}

/** The same, without waiting for anything: it may also end by itself. */
export async function launchApp(env: Record<string, string>, server: Server = "next"): Promise<AppProcess> {
  // Below 32,768: from there on Linux gives ports to outgoing connections, which may take one that has just been free.
  const port = await freePort(21_000 + (process.pid % 1_000) * 10);
  const { output, onLine } = collectOutput(server === "next" ? "app" : "ingress");
  const child = startChild({
    args: argumentsOf(server, String(port)),
    env: {
      ...clean,
      PORT: String(port),
      APP_URL: `http://127.0.0.1:${port}`,
      NODE_ENV: "production",
      SHUTDOWN_DELAY_MS: "0",
      ...env,
    },
    onLine,
  });
  const url = `http://127.0.0.1:${port}`;
  return { ...child, url, output, log: () => output.flatMap(parseLine) };
}

function argumentsOf(server: Server, port: string): string[] {
  if (server === "next") {
    const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
    return [next, "start", "-p", port, "-H", "127.0.0.1"];
  }
  const [command = "", ...options] = server.split(" ");
  return [commandFile(command), "--port", port, "--host", "127.0.0.1", ...options];
}

export function startWorker(env: Record<string, string>): RunningChild & { output: string[] } {
  const { output, onLine } = collectOutput("worker");
  const child = startChild({
    args: [commandFile("worker")],
    env: { ...clean, ...env, NODE_ENV: "production" },
    onLine,
  });
  return { ...child, output };
}

function collectOutput(name: string): { output: string[]; onLine: (line: string) => void } {
  const output: string[] = [];
  const keep = keepOutput(name);
  const onLine = (line: string) => {
    output.push(line);
    keep(line);
  };
  return { output, onLine };
}

/** What the test process itself has set must not reach the processes under test. */
const clean = { LOG_LEVEL: "info", VITEST: "" };

/** Posts bytes to the webhook route, signed with the app secret unless told otherwise. */
export function postWebhook(
  url: string,
  body: Uint8Array | string,
  headers?: Record<string, string>,
): Promise<Response> {
  const signature = `sha256=${createHmac("sha256", secrets.WHATSAPP_APP_SECRET).update(body).digest("hex")}`;
  return fetch(`${url}/api/webhooks/whatsapp`, {
    method: "POST",
    headers: headers ?? { "content-type": "application/json", "x-hub-signature-256": signature },
    body: body as BodyInit,
  });
}

function parseLine(line: string): LogLine[] {
  try {
    const parsed = JSON.parse(line);
    return typeof parsed?.msg === "string" ? [parsed] : [];
  } catch {
    return []; // Next.js says some things in its own way.
  }
}
