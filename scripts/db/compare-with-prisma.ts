import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { compareCatalogue, type ExpectedCatalogue, type SchemaFinding } from "@/domain/schema";
import { distil } from "./distil-catalogue";
import { readMigrationFiles } from "./read-release";
import { askWith, readWholeCatalogue, withScratchDatabase } from "./take-snapshot";

// What the schema language cannot say, so that only migrations have it.
const ONLY_IN_MIGRATIONS = new Set(["check_extra", "trigger_extra", "table_extra", "table_unlogged"]);

/**
 * Code against migrations: every table, column, index and key that prisma/schema.prisma describes is made by the
 * migrations, with the same meaning, and nothing contradicts it.
 */
export async function compareWithPrisma(
  serverUrl: string,
  migrated: Pick<ExpectedCatalogue, "namedInCode">,
): Promise<SchemaFinding[]> {
  const sql = await sqlOfSchemaFile(serverUrl);
  const described = await withScratchDatabase(serverUrl, async (client) => {
    await client.query(sql);
    return distil([await readWholeCatalogue(client)], ["prisma/schema.prisma"]);
  });
  const expected: ExpectedCatalogue = { ...described, migrations: [], namedInCode: migrated.namedInCode };
  return withScratchDatabase(serverUrl, async (client) => {
    for (const file of readMigrationFiles()) await client.query(file.sql);
    const found = await compareCatalogue(askWith(client), expected, await readWholeCatalogue(client));
    return found.filter(({ kind }) => !ONLY_IN_MIGRATIONS.has(kind));
  });
}

/** Prisma's own rendering of its schema file. */
function sqlOfSchemaFile(serverUrl: string): Promise<string> {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const args = [cli, "migrate", "diff", "--from-empty", "--to-schema", "prisma/schema.prisma", "--script"];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, DATABASE_URL: serverUrl, DIRECT_URL: serverUrl, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let sql = "";
  let said = "";
  child.stdout.on("data", (chunk) => (sql += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve(sql) : reject(new Error(`prisma migrate diff failed: ${said}`)),
    );
  });
}
