// One process of the product: an app or a worker, that can be killed, stopped, resumed and started again.

import { createWriteStream, type WriteStream } from "node:fs";
import { createRequire } from "node:module";
import { type RunningChild, startChild } from "../local/child-process";

export interface ProcessSpec {
  name: string;
  /** Arguments of `node`. */
  args: string[];
  env: Record<string, string>;
  logFile: string;
  onLine: (line: string) => void;
  /** Called whenever it has been started. */
  onStart: () => void;
}

const RESTART_MS = 1_000;

export class ProductProcess {
  readonly name: string;
  /** How often it has ended although nobody had struck it. */
  ownEnds = 0;
  readonly #spec: ProcessSpec;
  readonly #log: WriteStream;
  #child: RunningChild | undefined;
  #isStopped = false;
  #isOver = false;

  constructor(spec: ProcessSpec) {
    this.name = spec.name;
    this.#spec = spec;
    this.#log = createWriteStream(spec.logFile, { flags: "a" });
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && !this.#isStopped;
  }

  /** Does nothing when it is there already. */
  start(): void {
    if (this.#child || this.#isOver) return;
    const { args, env, onLine, onStart } = this.#spec;
    const child = startChild({
      args,
      env,
      onLine: (line) => {
        this.#log.write(`${line}\n`);
        onLine(line);
      },
    });
    this.#child = child;
    this.#isStopped = false;
    onStart();
    void child.exited.then((code) => this.#ended(child, code));
  }

  /** SIGKILL, to whatever it has started as well. @returns whether there was something to kill. */
  kill(): boolean {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return false;
    this.#log.write(`--- ${new Date().toISOString()} killed pid ${child.pid}\n`);
    return signal(child.pid, "SIGKILL");
  }

  /** SIGSTOP. @returns how to resume it, undefined when it was not running. */
  pause(): (() => void) | undefined {
    const child = this.#child;
    if (!child || this.#isStopped || !signal(child.pid, "SIGSTOP")) return undefined;
    this.#isStopped = true;
    this.#log.write(`--- ${new Date().toISOString()} stopped pid ${child.pid}\n`);
    return () => {
      // It may have been killed meanwhile, and another one started in its place.
      if (this.#child === child) this.resume();
    };
  }

  resume(): void {
    if (!this.#child || !this.#isStopped) return;
    this.#log.write(`--- ${new Date().toISOString()} resumed pid ${this.#child.pid}\n`);
    this.#isStopped = false;
    signal(this.#child.pid, "SIGCONT");
  }

  /** Ends it as an operator does, by force after ten seconds. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.resume();
    const child = this.#child;
    this.#child = undefined;
    await child?.stop();
    this.#log.end();
  }

  #ended(child: RunningChild, code: number | null): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.ownEnds += 1;
    this.#log.write(`--- ${new Date().toISOString()} pid ${child.pid} ended by itself with code ${code}\n`);
    setTimeout(() => this.start(), RESTART_MS); // As whatever keeps processes alive in production would.
  }
}

/** To the whole group: every process of the product leads one of its own. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  if (pid === 0) return false; // It could not be started; group 0 would be our own.
  try {
    return process.kill(-pid, name);
  } catch {
    return false; // It ended this very moment.
  }
}

const nextCli = createRequire(import.meta.url).resolve("next/dist/bin/next");

export function appArguments(port: number): string[] {
  return [nextCli, "start", "-p", String(port), "-H", "127.0.0.1"];
}

export const workerArguments = ["--import", "tsx", "scripts/worker.ts"];
