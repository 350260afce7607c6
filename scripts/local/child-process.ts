import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface RunningChild {
  pid: number;
  /** Resolves with the exit code when the process has ended. */
  exited: Promise<number | null>;
  /** Asks it to end, and ends it by force after ten seconds. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** Arguments of `node`. */
  args: string[];
  env?: Record<string, string>;
  onLine: (line: string) => void;
}

const STOP_WAIT_MS = 10_000;

/** Starts a Node process whose output is read line by line. It gets its signals from us, not from the terminal. */
export function startChild({ args, env, onLine }: ChildOptions): RunningChild {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", onLine);
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.once("error", (error) => {
      onLine(error.message);
      resolve(null);
    });
  });
  return { pid: child.pid ?? 0, exited, stop: () => stopChild(child, exited) };
}

async function stopChild(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_WAIT_MS);
  await exited;
  clearTimeout(force);
}
