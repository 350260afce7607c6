// What serves the webhook, as an operator starts it. Its log goes to a file: read line by line it would cost the bench a processor.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { pool } from "@/infra/database/pool";
import { freePort } from "../local/free-port";
import { localFolder, serverUser } from "../local/postgres-binaries";
import { waitUntil } from "../local/processes";

export const phoneNumberId = "106540352242922";
export const webhookPath = "/api/webhooks/whatsapp";
/** Of this run alone. */
export const appSecret = randomBytes(24).toString("hex");
export const accessToken = randomBytes(24).toString("hex");

export interface Serving {
  url: string;
  pid: number;
  /** From its start to its first answer, of the path that was asked for. */
  readyMs: number;
  stop: () => Promise<void>;
}

export interface ServeOptions {
  server: "next" | "ingress" | "ingress --no-runner";
  databaseUrl: string;
  env?: Record<string, string>;
  /** What is asked until it answers, whatever it answers. */
  firstAsk?: (url: string) => Promise<Response>;
  /** Further options of `node`. */
  nodeOptions?: string[];
}

const READY_MS = 60_000;
const PREFERRED_PORT = 23_400;

/** Starts a server and resolves once it answers. Next.js serves the build that is there. */
export async function serve({
  server,
  databaseUrl,
  env,
  firstAsk,
  nodeOptions,
}: ServeOptions): Promise<Serving> {
  const port = await freePort(PREFERRED_PORT);
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(localFolder(serverUser()), "bench-server.log");
  mkdirSync(localFolder(serverUser()), { recursive: true });
  const log = openSync(logFile, "w");
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...(nodeOptions ?? []), ...argumentsOf(server, String(port))], {
    env: {
      ...process.env,
      ...secrets,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      ...own(port),
      ...env,
    },
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  const exited = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await exited;
    clearTimeout(force);
  };
  const ask = firstAsk ?? ((origin: string) => fetch(`${origin}/health/live`));
  const isUp = () => {
    if (child.exitCode !== null) throw new Error(readFileSync(logFile, "utf8").slice(-2_000));
    return ask(url).then(
      () => true,
      () => false,
    );
  };
  try {
    await waitUntil(isUp, { what: `${server} to answer`, timeoutMs: READY_MS, everyMs: 5 });
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - startedAt, stop };
}

/** The one business whose number the webhooks are for. */
export async function seedBusiness(): Promise<void> {
  await pool().query(`INSERT INTO "Organization" (id, name, slug) VALUES ('bench', 'Bench', 'bench')`);
  await pool().query(
    `INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId") VALUES ('bench', 'bench', 'WhatsApp', $1)`,
    [phoneNumberId],
  );
}

function argumentsOf(server: ServeOptions["server"], port: string): string[] {
  const require = createRequire(import.meta.url);
  if (server === "next")
    return [require.resolve("next/dist/bin/next"), "start", "-p", port, "-H", "127.0.0.1"];
  const [, ...options] = server.split(" ");
  return ["--import", "tsx", "scripts/ingress.ts", "--port", port, "--host", "127.0.0.1", ...options];
}

const secret = () => randomBytes(24).toString("hex");
const secrets = {
  AUTH_SECRET: secret(),
  SESSION_SECRET: secret(),
  WHATSAPP_ACCESS_TOKEN: accessToken,
  WHATSAPP_VERIFY_TOKEN: secret(),
  WHATSAPP_APP_SECRET: appSecret,
  CRON_SECRET: secret(),
  JOB_RUNNER_TOKEN: secret(),
};

const own = (port: number) => ({
  PORT: String(port),
  APP_URL: `http://127.0.0.1:${port}`,
  WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
  LOG_LEVEL: "info",
  SHUTDOWN_DELAY_MS: "0",
  NEXT_TELEMETRY_DISABLED: "1",
});
