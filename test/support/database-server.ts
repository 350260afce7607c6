// One PostgreSQL server for the whole run, in a folder of its own, with a migrated template that tests clone.

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "../../scripts/db/apply-migrations";
import { startLocalPostgres } from "../../scripts/local/local-postgres";
import { localFolder, serverUser } from "../../scripts/local/postgres-binaries";
import { isAlive } from "../../scripts/local/processes";

const PREFIX = "test-";
const PREFERRED_PORT = 55_432;
const TEMPLATE = "template_replyonce";

declare module "vitest" {
  export interface ProvidedContext {
    /** URL of a database of the server, to clone from and to administrate with. */
    databaseServer: string;
    databaseTemplate: string;
  }
}

export default async function setup({ provide, name }: TestProject): Promise<() => Promise<void>> {
  removeLeftOvers();
  // A run has two projects, each with a server of its own.
  const folder = `${PREFIX}${process.pid}-${name}`;
  const postgres = await startLocalPostgres({
    folder,
    port: PREFERRED_PORT,
    version: name === "postgres-15" ? 15 : 18,
    // The data is thrown away: a crash of the machine need not be survived, a crash of a process is.
    settings: { fsync: "off", full_page_writes: "off", max_connections: "300" },
  });
  await applyMigrations(await postgres.database(TEMPLATE), "quiet");
  provide("databaseServer", await postgres.database("postgres"));
  provide("databaseTemplate", TEMPLATE);
  return async () => {
    await postgres.stop();
    rmSync(join(localFolder(serverUser()), folder), { recursive: true, force: true });
  };
}

/** Folders of runs that were killed. Their servers have ended with them (postgres-keeper). */
function removeLeftOvers(): void {
  const root = localFolder(serverUser());
  if (!existsSync(root)) return;
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) {
    const pid = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length).split("-")[0] : Number.NaN);
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(root, name), { recursive: true, force: true });
  }
}
