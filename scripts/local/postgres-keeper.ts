// Keeps one PostgreSQL server for the process that started this one, and never outlives it.
//
// It is a process of its own, in its own process group, for two reasons: Ctrl-C in the terminal must not stop the
// database before the app has drained, and when the parent is killed with SIGKILL the IPC channel closes, which is
// how this process learns that it has to stop the server.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  locatePostgresBinaries,
  type PostgresBinaries,
  type PostgresVersion,
  type ServerUser,
  serverUser,
} from "./postgres-binaries";
import { isAlive, waitUntil } from "./processes";

export interface KeeperOptions {
  dataDir: string;
  port: number;
  version: PostgresVersion;
  /** Extra `-c name=value` settings. */
  settings: Record<string, string>;
}

export type KeeperMessage = { ready: true } | { error: string };

const STOP_WAIT_MS = 10_000; // A fast shutdown checkpoints; past this the server is told to quit at once.

const options: KeeperOptions = JSON.parse(process.argv[2] ?? "{}");
const user = serverUser();
let server: ChildProcess | undefined;

process.on("disconnect", () => stop());
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop());

try {
  const binaries = await locatePostgresBinaries(user, options.version);
  await stopLeftOver();
  if (!existsSync(join(options.dataDir, "PG_VERSION"))) initialise(binaries, user);
  server = start(binaries, user);
  await waitUntil(() => isReady(), { what: "PostgreSQL to accept connections", timeoutMs: 60_000 });
  server.on("exit", (code) => process.exit(code ?? 1));
  tellParent({ ready: true });
} catch (error) {
  tellParent({ error: `${error instanceof Error ? error.message : error}\n${lastLogLines()}` });
  stop();
}

function tellParent(message: KeeperMessage): void {
  process.send?.(message);
}

/** A keeper killed with SIGKILL leaves its server behind, holding the data folder. */
async function stopLeftOver(): Promise<void> {
  const pidFile = join(options.dataDir, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (!isPostgres(pid)) return;
  process.kill(pid, "SIGINT");
  await waitUntil(() => !isAlive(pid), {
    what: `the PostgreSQL left over (pid ${pid}) to stop`,
    timeoutMs: STOP_WAIT_MS,
  });
}

/** The pid in the file may by now belong to something else, which must not be touched. */
function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const command = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
  return command.includes("postgres") && command.includes(options.dataDir);
}

function initialise({ initdb }: PostgresBinaries, owner: ServerUser | undefined): void {
  rmSync(options.dataDir, { recursive: true, force: true }); // Only ever what an initdb cut short has left.
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  if (owner) chownSync(options.dataDir, owner.uid, owner.gid);
  const flags = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  const done = spawnSync(initdb, [`--pgdata=${options.dataDir}`, ...flags], {
    ...owner,
    cwd: "/",
    encoding: "utf8",
  });
  if (done.status === 0) return;
  rmSync(join(options.dataDir, "PG_VERSION"), { force: true });
  throw new Error(`initdb failed: ${done.stderr || done.error?.message}`);
}

function start({ postgres }: PostgresBinaries, owner: ServerUser | undefined): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(options.port),
    unix_socket_directories: "",
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile(), "w");
  const child = spawn(postgres, ["-D", options.dataDir, ...flags], {
    ...owner,
    cwd: "/",
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return child;
}

/** The eighth line of the server's pid file says "ready"; that of a killed server before it may still say so, too. */
function isReady(): boolean {
  if (server?.exitCode !== null) throw new Error("PostgreSQL stopped while starting.");
  const pidFile = join(options.dataDir, "postmaster.pid");
  if (!existsSync(pidFile)) return false;
  const lines = readFileSync(pidFile, "utf8").split("\n");
  return Number(lines[0]) === server.pid && (lines[7] ?? "").startsWith("ready");
}

function stop(): void {
  if (!server || server.exitCode !== null) process.exit(0);
  server.on("exit", () => process.exit(0));
  server.kill("SIGINT");
  setTimeout(() => server?.kill("SIGQUIT"), STOP_WAIT_MS);
}

function logFile(): string {
  return join(dirname(options.dataDir), "postgres.log");
}

function lastLogLines(): string {
  return existsSync(logFile()) ? readFileSync(logFile(), "utf8").split("\n").slice(-15).join("\n") : "";
}
