// What the queue is compared with. Kept out of the product's dependencies: installed into scripts/bench/peers when a figure first
// needs it, from that folder's own lock file. Both ask for a newer Node than 20 and run on it.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

interface GraphileLogger {
  scope: () => GraphileLogger;
}

interface GraphileOptions {
  connectionString: string;
  logger?: GraphileLogger;
  maxPoolSize?: number;
}

export interface GraphileWorker {
  Logger: new (factory: () => () => void) => GraphileLogger;
  runMigrations: (options: GraphileOptions) => Promise<void>;
  makeWorkerUtils: (options: GraphileOptions) => Promise<{
    addJob: (
      task: string,
      payload: unknown,
      spec?: { jobKey: string; jobKeyMode: string },
    ) => Promise<unknown>;
    release: () => Promise<void>;
  }>;
  run: (
    options: GraphileOptions & {
      concurrency: number;
      noHandleSignals: boolean;
      taskList: Record<string, () => void>;
      preset: { worker: { localQueue: { size: number }; completeJobBatchDelay: number } };
    },
  ) => Promise<{ stop: () => Promise<void> }>;
}

interface Boss {
  on: (event: "error", listener: (error: Error) => void) => void;
  start: () => Promise<unknown>;
  stop: (options: { graceful: boolean }) => Promise<void>;
  createQueue: (name: string) => Promise<void>;
  insert: (name: string, jobs: { data: object }[]) => Promise<unknown>;
  fetch: (name: string, options: { batchSize: number }) => Promise<{ id: string }[]>;
  complete: (name: string, ids: string[]) => Promise<unknown>;
}

export interface PgBossModule {
  PgBoss: new (options: {
    connectionString: string;
    supervise: boolean;
    schedule: boolean;
    max: number;
  }) => Boss;
}

type Say = (line: string) => void;

const folder = join(dirname(fileURLToPath(import.meta.url)), "peers");

export const loadGraphileWorker = (say: Say) => load<GraphileWorker>("graphile-worker", say);

export const loadPgBoss = (say: Say) => load<PgBossModule>("pg-boss", say);

async function load<Module>(name: string, say: Say): Promise<Module> {
  await installPeers(say);
  const file = createRequire(join(folder, "package.json")).resolve(name);
  return (await import(pathToFileURL(file).href)) as Module;
}

/** Nothing is installed again while the lock file is the one that was installed. */
async function installPeers(say: Say): Promise<void> {
  const installed = join(folder, "node_modules", ".installed-lock");
  const lock = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return;
  say("  Installing graphile-worker and pg-boss into scripts/bench/peers …");
  await promisify(execFile)("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder]);
  writeFileSync(installed, lock);
}
