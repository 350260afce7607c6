import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { startLocalPostgres } from "../../scripts/local/local-postgres";
import { localFolder, type PostgresVersion, serverUser } from "../../scripts/local/postgres-binaries";
import { isAlive, waitUntil } from "../../scripts/local/processes";

const PORT = 57_000 + (process.pid % 1_000) * 2;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(homeOf(folder), { recursive: true, force: true });
});

function newFolder(): string {
  const folder = `test-${process.pid}-own-${folders.length}-${Date.now()}`;
  folders.push(folder);
  return folder;
}

const homeOf = (folder: string) => join(localFolder(serverUser()), folder);
const serverPid = (folder: string) =>
  Number(readFileSync(join(homeOf(folder), "data/postmaster.pid"), "utf8").split("\n")[0]);
const keeperPid = (folder: string) =>
  Number(JSON.parse(readFileSync(join(homeOf(folder), "owner.json"), "utf8")).pid);
const isGone = (pid: number) =>
  waitUntil(() => !isAlive(pid), { what: `process ${pid} to end`, timeoutMs: 15_000 });

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("the local PostgreSQL", () => {
  it.each([18, 15] satisfies PostgresVersion[])(
    "%i comes from npm, keeps its data over a restart and leaves no process",
    async (version) => {
      const folder = newFolder();
      const first = await startLocalPostgres({ folder, port: PORT, version });
      const url = await first.database("shop");
      expect((await query(url, "SHOW server_version"))[0].server_version).toMatch(
        new RegExp(`^${version}\\.`),
      );
      await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
      const pid = serverPid(folder);
      await first.stop();
      await isGone(pid);

      const second = await startLocalPostgres({ folder, port: PORT, version });
      expect(await query(await second.database("shop"), "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
      await second.stop();
    },
  );

  it("is joined by a second command of the checkout, and outlives that one", async () => {
    const folder = newFolder();
    const owner = await startLocalPostgres({ folder, port: PORT });
    const guest = await startLocalPostgres({ folder, port: PORT + 1 });
    expect(guest.port).toBe(owner.port);
    await guest.stop();
    expect(await query(await owner.database("postgres"), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await owner.stop();
  });

  it("takes the next port when the preferred one is taken", async () => {
    const first = await startLocalPostgres({ folder: newFolder(), port: PORT });
    const second = await startLocalPostgres({ folder: newFolder(), port: first.port });
    expect(second.port).toBeGreaterThan(first.port);
    await first.stop();
    await second.stop();
  });

  it("ends with the process that started it, even when that is killed", async () => {
    const folder = newFolder();
    const script = `
      const { startLocalPostgres } = await import("./scripts/local/local-postgres.ts");
      await startLocalPostgres({ folder: ${JSON.stringify(folder)}, port: ${PORT} });
      process.stdout.write("started");
      setInterval(() => undefined, 1000);`;
    const owner = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => owner.stdout.once("data", resolve));
    const pid = serverPid(folder);

    owner.kill("SIGKILL");

    await isGone(pid);
  });

  it("left behind by a killed keeper is stopped by the next start, with nothing lost", async () => {
    const folder = newFolder();
    const first = await startLocalPostgres({ folder, port: PORT });
    await query(await first.database("shop"), "CREATE TABLE kept AS SELECT 7 AS answer");
    const orphan = serverPid(folder);
    process.kill(keeperPid(folder), "SIGKILL");
    await isGone(keeperPid(folder));
    expect(isAlive(orphan)).toBe(true);

    const second = await startLocalPostgres({ folder, port: PORT });

    expect(isAlive(orphan)).toBe(false);
    expect(await query(await second.database("shop"), "SELECT answer FROM kept")).toEqual([{ answer: 7 }]);
    await second.stop();
  });

  it("recovers when server and keeper were killed together", async () => {
    const folder = newFolder();
    const first = await startLocalPostgres({ folder, port: PORT });
    await query(await first.database("shop"), "CREATE TABLE kept AS SELECT 9 AS answer");
    const [server, keeper] = [serverPid(folder), keeperPid(folder)];
    for (const pid of [keeper, server]) process.kill(pid, "SIGKILL");
    await isGone(server);

    const second = await startLocalPostgres({ folder, port: PORT });
    expect(await query(await second.database("shop"), "SELECT answer FROM kept")).toEqual([{ answer: 9 }]);
    await second.stop();
  });
});
