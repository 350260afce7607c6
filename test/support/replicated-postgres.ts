import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { applyMigrations } from "../../scripts/db/apply-migrations";
import { type LocalPostgres, startLocalPostgres } from "../../scripts/local/local-postgres";
import { localFolder, serverUser } from "../../scripts/local/postgres-binaries";
import { waitUntil } from "../../scripts/local/processes";

const DATABASE = "replicated";
/** Apart, so that the second never tries the first one's. */
const PORTS = { primary: 23_432, replica: 24_432 };

export interface ReplicatedPostgres {
  /** Names both servers. */
  url: string;
  /** Kills the primary with SIGKILL. */
  killPrimary(): void;
  promoteReplica(): Promise<void>;
  stop(): Promise<void>;
}

/** A migrated primary whose commits wait for its replica. */
export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  const [first, second] = ["primary", "replica"].map((name) => `test-${process.pid}-${name}`) as [
    string,
    string,
  ];
  const home = (folder: string) => join(localFolder(serverUser()), folder);
  const servers: LocalPostgres[] = [];
  const start = async (folder: string, port: number, settings: Record<string, string>) => {
    const server = await startLocalPostgres({ folder, port, settings });
    servers.push(server);
    return server;
  };

  const alone = await startLocalPostgres({ folder: first, port: PORTS.primary });
  await applyMigrations(await alone.database(DATABASE), "quiet");
  await alone.stop();
  copyFolder(home(first), home(second));
  writeFileSync(join(home(second), "data", "standby.signal"), "");

  const primary = await start(first, PORTS.primary, {
    synchronous_standby_names: "*",
    synchronous_commit: "on",
  });
  const replica = await start(second, PORTS.replica, {
    primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres`,
  });
  const urlOf = (port: number) => `postgresql://postgres@127.0.0.1:${port}/${DATABASE}`;
  await waitUntil(async () => (await ask(urlOf(primary.port), isInSync)) === "sync", {
    what: "the replica to be in step",
    timeoutMs: 20_000,
  });
  return {
    url: `postgresql://postgres@127.0.0.1:${primary.port},127.0.0.1:${replica.port}/${DATABASE}?target_session_attrs=read-write`,
    killPrimary: () => process.kill(pidOf(home(first)), "SIGKILL"),
    promoteReplica: async () => void (await ask(urlOf(replica.port), "SELECT pg_promote()")),
    stop: async () => {
      for (const server of servers.toReversed()) await server.stop();
      for (const folder of [first, second]) rmSync(home(folder), { recursive: true, force: true });
    },
  };
}

const isInSync = "SELECT max(sync_state) FROM pg_stat_replication";

function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  const { status, stderr } = spawnSync("cp", ["-a", from, to], { encoding: "utf8" });
  if (status !== 0) throw new Error(`cp: ${stderr}`);
}

function pidOf(home: string): number {
  return Number(readFileSync(join(home, "data", "postmaster.pid"), "utf8").split("\n")[0]);
}

/** The one value of a query. */
async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}
