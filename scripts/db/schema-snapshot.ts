// Takes what the migrations make into the code: src/domain/schema/expected-catalogue.json, which verification compares
// databases with, and the schema file's lines it belongs to. Run it after every new migration; a test says when it is due.
// Usage: npm run schema:snapshot

import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readSchemaLines } from "@/domain/schema";
import { describeError } from "@/lib/errors";
import { startLocalPostgres } from "../local/local-postgres";
import { localFolder, serverUser } from "../local/postgres-binaries";
import { compareWithPrisma } from "./compare-with-prisma";
import { readSchemaFile } from "./read-release";
import { takeSnapshot } from "./take-snapshot";

const PREFERRED_PORT = 54_520;
const CATALOGUE_FILE = "src/domain/schema/expected-catalogue.json";
const LINES_FILE = "src/domain/schema/expected-prisma-schema.json";

try {
  process.exitCode = await withScratchServer(snapshot);
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 2;
}

async function snapshot(serverUrl: string): Promise<number> {
  const catalogue = await takeSnapshot(serverUrl);
  const differences = await compareWithPrisma(serverUrl, catalogue);
  if (differences.length > 0) {
    process.stderr.write("The migrations do not make what prisma/schema.prisma says:\n");
    for (const { id, expected, actual } of differences)
      process.stderr.write(`  ${id}: the schema says ${expected}; the migrations make ${actual}\n`);
    process.stderr.write("Write the migration first: npx prisma migrate dev --create-only\n");
    return 1;
  }
  write(CATALOGUE_FILE, catalogue);
  write(LINES_FILE, readSchemaLines(readSchemaFile()));
  const { tables, migrations } = catalogue;
  process.stdout.write(`${CATALOGUE_FILE}: ${tables.length} tables by ${migrations.length} migrations\n`);
  return 0;
}

function write(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value));
  const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  const { status, stderr } = spawnSync(process.execPath, [biome, "format", "--write", file], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`biome format ${file} failed: ${stderr}`);
}

/** A server of its own: the snapshot must not depend on whatever DATABASE_URL names. */
async function withScratchServer(work: (serverUrl: string) => Promise<number>): Promise<number> {
  const folder = `snapshot-${process.pid}`;
  const settings = { fsync: "off", full_page_writes: "off" };
  const postgres = await startLocalPostgres({ folder, port: PREFERRED_PORT, settings });
  try {
    return await work(await postgres.database("postgres"));
  } finally {
    await postgres.stop();
    rmSync(join(localFolder(serverUser()), folder), { recursive: true, force: true });
  }
}
