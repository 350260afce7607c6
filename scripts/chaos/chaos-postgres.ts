// A PostgreSQL of the run's own that can be shut down, or killed, and started again on the same port over the same data.

import { type ChildProcess, fork } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { freePort } from "../local/free-port";
import type { KeeperMessage, KeeperOptions } from "../local/postgres-keeper";

export type RestartKind = "fast" | "crash";

/** Moments are unix milliseconds. */
export interface Restart {
  how: RestartKind;
  downAt: number;
  /** When it accepted connections again. */
  upAt: number;
}

const NAME = "chaos";
const PREFERRED_PORT = 56_432;
const START_MS = 60_000;
const keeperFile = fileURLToPath(new URL("../local/postgres-keeper.ts", import.meta.url));

export class ChaosPostgres {
  readonly restarts: Restart[] = [];
  readonly url: string;
  readonly #home: string;
  readonly #port: number;
  #keeper: ChildProcess | undefined;
  #restarting = Promise.resolve();

  private constructor(home: string, port: number) {
    this.#home = home;
    this.#port = port;
    this.url = `postgresql://postgres@127.0.0.1:${port}/${NAME}`;
  }

  /** A new server with an empty database in the folder. */
  static async start(home: string): Promise<ChaosPostgres> {
    mkdirSync(join(home, "logs"), { recursive: true });
    const postgres = new ChaosPostgres(home, await freePort(PREFERRED_PORT));
    await postgres.#start();
    await postgres.#createDatabase();
    return postgres;
  }

  /** One at a time: a restart that is wanted during another follows it. */
  restart(how: RestartKind, downMs: number): Promise<void> {
    this.#restarting = this.#restarting.then(() => this.#restart(how, downMs));
    return this.#restarting;
  }

  async stop(): Promise<void> {
    await this.#restarting.catch(() => undefined);
    const keeper = this.#keeper;
    if (!keeper || keeper.exitCode !== null) return;
    const ended = new Promise((resolve) => keeper.once("exit", resolve));
    if (keeper.connected) keeper.disconnect(); // The keeper's sign to stop the server.
    await ended;
  }

  async #restart(how: RestartKind, downMs: number): Promise<void> {
    const keeper = this.#keeper;
    const ended = new Promise((resolve) => keeper?.once("exit", resolve));
    const downAt = Date.now();
    process.kill(this.#serverPid(), how === "fast" ? "SIGINT" : "SIGKILL");
    await ended;
    this.#keepLog();
    await sleep(downMs);
    await this.#startAgain();
    this.restarts.push({ how, downAt, upAt: Date.now() });
  }

  /** Backends that outlive a killed postmaster by a moment hold its shared memory: a start refused for that is tried again. */
  async #startAgain(): Promise<void> {
    const deadline = performance.now() + START_MS;
    for (;;) {
      try {
        return await this.#start();
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await sleep(200);
      }
    }
  }

  #start(): Promise<void> {
    const options: KeeperOptions = { dataDir: this.#dataDir, port: this.#port, settings: {}, version: 18 };
    const keeper = fork(keeperFile, [JSON.stringify(options)], {
      detached: true,
      execArgv: ["--import", "tsx"],
      stdio: "ignore",
    });
    this.#keeper = keeper;
    return new Promise((resolve, reject) => {
      keeper.once("error", reject);
      keeper.once("exit", (code) => reject(new Error(`PostgreSQL's keeper ended with code ${code}`)));
      keeper.once("message", (message: KeeperMessage) => {
        if ("error" in message) reject(new Error(message.error));
        else resolve();
      });
    });
  }

  async #createDatabase(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url.replace(/[^/]+$/, "postgres") });
    await client.connect();
    try {
      await client.query(`CREATE DATABASE ${NAME}`);
    } finally {
      await client.end();
    }
  }

  #serverPid(): number {
    return Number(readFileSync(join(this.#dataDir, "postmaster.pid"), "utf8").split("\n")[0]);
  }

  /** Each start begins the server's log anew; what it said before may be the evidence. */
  #keepLog(): void {
    const log = join(this.#home, "postgres.log");
    if (existsSync(log)) appendFileSync(join(this.#home, "logs", "postgres.log"), readFileSync(log));
  }

  get #dataDir(): string {
    return join(this.#home, "data");
  }
}
