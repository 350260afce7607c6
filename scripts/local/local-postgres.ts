// A real PostgreSQL in a folder of the project, for everybody who has not set DATABASE_URL.

import { fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { freePort } from "./free-port";
import { localFolder, type PostgresVersion, serverUser } from "./postgres-binaries";
import type { KeeperMessage, KeeperOptions } from "./postgres-keeper";
import { isAlive } from "./processes";

export interface LocalPostgres {
  port: number;
  /** Connection URL of a database of this server; it is created when it does not exist. */
  database(name: string): Promise<string>;
  /** Stops the server, unless another command of this checkout had started it. */
  stop(): Promise<void>;
}

export interface LocalPostgresOptions {
  /** Name of the server's folder below `.local`. */
  folder: string;
  /** The port to try first. */
  port: number;
  settings?: Record<string, string>;
  /** 18 when left out. */
  version?: PostgresVersion;
}

interface Owner {
  pid: number;
  port: number;
}

const keeper = join(dirname(fileURLToPath(import.meta.url)), "postgres-keeper.ts");

/**
 * Starts the server of a folder, or joins it where another command of this checkout runs it already.
 * @throws with the server's last log lines when it does not come up.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const home = join(localFolder(serverUser()), options.folder);
  const dataDir = join(home, "data");
  const ownerFile = join(home, "owner.json");
  const running = readOwner(ownerFile);
  if (running && (await servesFolder(running.port, dataDir)))
    return server(running.port, async () => undefined);

  mkdirSync(home, { recursive: true });
  const port = await freePort(options.port);
  const stop = await startKeeper(
    { dataDir, port, settings: options.settings ?? {}, version: options.version ?? 18 },
    (pid) => writeFileSync(ownerFile, JSON.stringify({ pid, port } satisfies Owner)),
  );
  return server(port, async () => {
    await stop();
    rmSync(ownerFile, { force: true });
  });
}

function readOwner(file: string): Owner | undefined {
  if (!existsSync(file)) return undefined;
  const owner: Owner = JSON.parse(readFileSync(file, "utf8"));
  return isAlive(owner.pid) ? owner : undefined;
}

/** The owner's pid may have been given to another process since: only the server itself can say what it serves. */
async function servesFolder(port: number, dataDir: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(port, "postgres"), connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    const { rows } = await client.query("SHOW data_directory");
    return rows[0]?.data_directory === dataDir;
  } catch {
    return false; // Nobody there, or somebody else's server: either way not ours to join.
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @returns how to stop it. */
function startKeeper(options: KeeperOptions, onSpawn: (pid: number) => void): Promise<() => Promise<void>> {
  const child = fork(keeper, [JSON.stringify(options)], {
    detached: true,
    execArgv: ["--import", "tsx"],
    stdio: "ignore",
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (child.pid) onSpawn(child.pid);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`PostgreSQL's keeper ended with code ${code}.`)));
    child.once("message", (message: KeeperMessage) => {
      if ("error" in message) return reject(new Error(message.error));
      child.unref();
      child.channel?.unref();
      resolve(async () => {
        child.ref();
        if (child.connected) child.disconnect();
        await exited;
      });
    });
  });
}

function server(port: number, stop: () => Promise<void>): LocalPostgres {
  return { port, stop, database: (name) => ensureDatabase(port, name) };
}

async function ensureDatabase(port: number, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: urlOf(port, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return urlOf(port, name);
}

function urlOf(port: number, database: string): string {
  return `postgresql://postgres@127.0.0.1:${port}/${database}`;
}
