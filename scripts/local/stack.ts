// The whole product on this machine: a real PostgreSQL, the WhatsApp simulator with a scripted AI, the app, and a
// ticker that calls the cron route as Vercel would.

import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { reloadEnv } from "@/lib/env";
import { ControlClient } from "@/simulator";
import { startChild } from "./child-process";
import { freePort } from "./free-port";
import { localSecrets } from "./local-secrets";
import { localFolder, serverUser } from "./postgres-binaries";
import { waitUntil } from "./processes";
import { lockStack } from "./stack-lock";
import { startTicker } from "./ticker";

export interface Stack {
  appUrl: string;
  simulatorUrl: string;
  simulator: ControlClient;
  /** Whether the AI is the scripted one; false when a key of a real one is set. */
  isAiScripted: boolean;
  stop(): Promise<void>;
}

export interface StackOptions {
  mode: "production" | "development";
  databaseUrl: string;
  /** Every line the app writes. */
  onAppLine: (line: string) => void;
  /** Called when a preferred port was taken. */
  onPortTaken: (what: string, preferred: number, used: number) => void;
  tickEveryMs: number;
}

const APP_PORT = 3_000;
const SIMULATOR_PORT = 4_010;
const PHONE_NUMBER_ID = "106540352242922";
const READY_MS = 90_000;

/** Starts everything and resolves when the app is ready. @throws with the app's last lines when it does not get so. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const lock = lockStack();
  const stops: (() => Promise<void>)[] = [async () => lock.release()];
  const stop = async () => {
    for (const end of stops.splice(0).toReversed()) await end();
  };
  try {
    const ports = await choosePorts(options);
    const appUrl = `http://127.0.0.1:${ports.app}`;
    const simulatorUrl = `http://127.0.0.1:${ports.simulator}`;
    const variables = environment(options, appUrl, simulatorUrl, ports.app);
    Object.assign(process.env, variables);
    reloadEnv();

    const simulator = startChild({
      args: ["--import", "tsx", "src/simulator/main.ts", "--json", "--port", String(ports.simulator)],
      onLine: () => undefined,
    });
    lock.add(simulator.pid);
    stops.push(simulator.stop);
    const control = new ControlClient(simulatorUrl);
    await waitUntil(() => control.health().catch(() => undefined), {
      what: "the simulator",
      timeoutMs: READY_MS,
    });

    const app = startApp(options, variables);
    lock.add(app.pid);
    stops.push(app.stop);
    await waitForApp(appUrl, app.exited);
    const ticker = startTicker(
      () => `${appUrl}/api/cron/run-outbound-jobs`,
      variables.CRON_SECRET ?? "",
      options.tickEveryMs,
    );
    stops.push(async () => ticker.stop());
    return {
      appUrl,
      simulatorUrl,
      simulator: control,
      isAiScripted: variables.DEEPSEEK_API_KEY === "scripted",
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function choosePorts({ onPortTaken }: StackOptions): Promise<{ app: number; simulator: number }> {
  const wanted = {
    app: Number(process.env.PORT) || APP_PORT,
    simulator: Number(process.env.SIMULATOR_PORT) || SIMULATOR_PORT,
  };
  const app = await freePort(wanted.app);
  const simulator = await freePort(wanted.simulator === app ? app + 1 : wanted.simulator);
  if (app !== wanted.app) onPortTaken("app", wanted.app, app);
  if (simulator !== wanted.simulator) onPortTaken("simulator", wanted.simulator, simulator);
  return { app, simulator };
}

// biome-ignore lint/complexity/useMaxParams: what the environment is made of, once.
function environment(
  options: StackOptions,
  appUrl: string,
  simulatorUrl: string,
  port: number,
): Record<string, string> {
  const hasAiKey = Boolean(process.env.DEEPSEEK_API_KEY || process.env.OPENAI_API_KEY);
  const scriptedAi = {
    DEEPSEEK_API_KEY: "scripted",
    DEEPSEEK_BASE_URL: `${simulatorUrl}/ai/deepseek`,
    OPENAI_API_KEY: "scripted",
    OPENAI_BASE_URL: `${simulatorUrl}/ai/openai/v1`,
  };
  return {
    NODE_ENV: options.mode,
    ...localSecrets(),
    DATABASE_URL: options.databaseUrl,
    APP_URL: appUrl,
    PORT: String(port),
    WHATSAPP_API_URL: simulatorUrl,
    WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    INBOX_WITHOUT_SIGN_IN: "true",
    DEV_PHONE: "true",
    SIMULATOR_URL: simulatorUrl,
    INBOX_REQUESTS_PER_HOUR: "1000000",
    JOB_RETRY_BASE_MS: "250",
    CIRCUIT_COOLDOWN_MS: "2000",
    SHUTDOWN_DELAY_MS: "0",
    NEXT_TELEMETRY_DISABLED: "1",
    ...(hasAiKey ? {} : scriptedAi),
  };
}

function startApp({ mode, onAppLine }: StackOptions, env: Record<string, string>) {
  const logFile = join(localFolder(serverUser()), "app.log");
  mkdirSync(localFolder(serverUser()), { recursive: true });
  rmSync(logFile, { force: true });
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  return startChild({
    args: [next, mode === "production" ? "start" : "dev", "-p", env.PORT ?? "", "-H", "127.0.0.1"],
    env,
    onLine: (line) => {
      appendFileSync(logFile, `${line}\n`);
      onAppLine(line);
    },
  });
}

/** Ready by its own word; a process that ends instead is told at once. */
async function waitForApp(appUrl: string, exited: Promise<number | null>): Promise<void> {
  let ended: number | null | undefined;
  void exited.then((code) => {
    ended = code;
  });
  let notes = "";
  const isReady = async () => {
    if (ended !== undefined) throw new Error(`The app ended with code ${ended}. Its log is .local/app.log.`);
    const response = await fetch(`${appUrl}/health/ready`).catch(() => undefined);
    if (response && !response.ok) notes = ((await response.json()).notes ?? []).join("; ");
    return response?.ok;
  };
  try {
    await waitUntil(isReady, { what: "the app to be ready", timeoutMs: READY_MS, everyMs: 150 });
  } catch (cause) {
    throw new Error(`The app did not become ready. ${notes}`, { cause });
  }
}
