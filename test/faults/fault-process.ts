// The processes under test, each armed to die at one fault point or not at all.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect } from "vitest";
import type { FaultPoint } from "@/lib/fault-point";
import { waitUntil } from "../../scripts/local/processes";
import { commandFile } from "../support/command-file";
import { keepOutput } from "../support/process-output";

export interface Arm {
  point: FaultPoint;
  signal?: "SIGKILL" | "SIGSTOP";
}

interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Whether it had come to the point it was armed for. */
  hasReached: boolean;
}

export interface FaultProcess {
  pid: number;
  ended: Promise<Ending>;
  output: string[];
  /** Resolves when it has come to the point it is armed for. */
  reached(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it at once, however it is. */
  kill(): Promise<void>;
}

const ARM = pathToFileURL("test/faults/arm.mjs").href;
const NEXT = createRequire(import.meta.url).resolve("next/dist/bin/next");
const REACH_MS = 30_000;

/** `npm run worker`, armed. */
export function spawnWorker(env: Record<string, string>, arm?: Arm): FaultProcess {
  return spawnArmed(["--import", ARM, commandFile("worker")], env, arm);
}

/** `npm start`, armed. Resolves when it answers. */
export async function spawnApp(env: Record<string, string>, port: number, arm?: Arm): Promise<FaultProcess> {
  const own = { PORT: String(port), APP_URL: `http://127.0.0.1:${port}` };
  const args = ["--import", ARM, NEXT, "start", "-p", String(port), "-H", "127.0.0.1"];
  const app = spawnArmed(args, { ...env, ...own }, arm);
  const isUp = () =>
    fetch(`${own.APP_URL}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    await waitUntil(isUp, { what: "the app to answer", timeoutMs: REACH_MS });
  } catch (cause) {
    throw new Error(app.output.join("\n"), { cause });
  }
  return app;
}

/** Waits until it is dead, by its own hand, at the point it was armed for. */
export async function expectDeath(doomed: FaultProcess): Promise<void> {
  const patience = setTimeout(() => doomed.signal("SIGTERM"), REACH_MS);
  const ending = await doomed.ended;
  clearTimeout(patience);
  expect(ending, doomed.output.join("\n")).toEqual({ code: null, signal: "SIGKILL", hasReached: true });
}

function spawnArmed(args: string[], env: Record<string, string>, arm?: Arm): FaultProcess {
  const armed = arm ? { FAULT_ARM: arm.point, FAULT_SIGNAL: arm.signal ?? "SIGKILL" } : {};
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, ...armed, NODE_ENV: "production", LOG_LEVEL: "info", VITEST: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  const keep = keepOutput("fault");
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (line) => {
      output.push(line);
      keep(line);
    });
  }
  const hasReached = () => output.includes(JSON.stringify({ faultPoint: arm?.point }));
  const ended = new Promise<Ending>((resolve) => {
    // "close", not "exit": everything it has said has been read by then.
    child.once("close", (code, signal) => resolve({ code, signal, hasReached: hasReached() }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    output,
    reached: async () => {
      await waitUntil(hasReached, { what: `the process to reach ${arm?.point}`, timeoutMs: REACH_MS });
    },
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
