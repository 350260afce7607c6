// What the migrations make, read from a database that nothing but the migrations has touched. No engine is needed: a
// migration is applied as Prisma applies it, as one script.

import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type ExpectedCatalogue, type LiveCatalogue, readCatalogue } from "@/domain/schema";
import type { Ask } from "@/infra/database/statement";
import { distil } from "./distil-catalogue";
import { type MigrationFile, readMigrationFiles } from "./read-release";

/** @param serverUrl a server on which databases may be created. */
export async function takeSnapshot(serverUrl: string): Promise<ExpectedCatalogue> {
  const migrations = readMigrationFiles();
  const steps = await readSteps(serverUrl, migrations);
  const catalogue = distil(
    steps,
    migrations.map(({ name }) => name),
  );
  return {
    migrations: migrations.map(({ name, checksum }) => ({ name, checksum })),
    ...catalogue,
    namedInCode: namesInCode(catalogue),
  };
}

/** The catalogue after each migration. */
function readSteps(serverUrl: string, migrations: MigrationFile[]): Promise<LiveCatalogue[]> {
  return withScratchDatabase(serverUrl, async (client) => {
    const steps: LiveCatalogue[] = [];
    for (const { sql } of migrations) {
      await client.query(sql);
      steps.push(await readWholeCatalogue(client));
    }
    return steps;
  });
}

export async function withScratchDatabase<Result>(
  serverUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const name = `scratch_${randomBytes(6).toString("hex")}`;
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  try {
    // Not from template1, where somebody may have left something.
    await server.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  } finally {
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.end();
  }
}

const names = `
  SELECT
    array(SELECT relname::text FROM pg_class WHERE relnamespace = home.oid AND relkind IN ('r', 'p', 'v', 'm', 'f')) AS tables,
    array(SELECT typname::text FROM pg_type WHERE typnamespace = home.oid AND typtype = 'e') AS enums,
    array(SELECT relname::text FROM pg_class WHERE relnamespace = home.oid AND relkind = 'S') AS sequences,
    array(SELECT proname::text FROM pg_proc WHERE pronamespace = home.oid) AS functions,
    array(SELECT typname::text FROM pg_type WHERE typnamespace = home.oid AND typtype IN ('d', 'r', 'm')) AS strange
  FROM pg_namespace home WHERE nspname = current_schema()`;

/** Everything in a schema, not only what is expected there. */
export async function readWholeCatalogue(client: pg.Client): Promise<LiveCatalogue> {
  const { rows } = await client.query(names);
  const [found] = rows;
  if (found.strange.length > 0)
    throw new Error(
      `Verification does not know this kind of type: ${found.strange.join(", ")}. Teach it first.`,
    );
  const named = (list: string[]) => list.map((name) => ({ name }));
  const everything = {
    tables: named(found.tables),
    enums: named(found.enums),
    sequences: named(found.sequences),
    functions: named(found.functions),
  } as unknown as ExpectedCatalogue;
  return readCatalogue(askWith(client), everything);
}

export function askWith(client: pg.Client): Ask {
  return async (statement, values = []) => (await client.query({ text: statement.text, values })).rows;
}

/** Names in quotes somewhere in the code: what answers to such a name must keep it. */
function namesInCode({ tables, sequences }: Pick<ExpectedCatalogue, "tables" | "sequences">): string[] {
  const source = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/generated|domain[\\/]schema/.test(file))
    .map((file) => readFileSync(join("src", file), "utf8"))
    .join("\n");
  return [
    ...sequences,
    ...tables.flatMap(({ indexes, checks, foreignKeys }) => [...indexes, ...checks, ...foreignKeys]),
  ]
    .map(({ name }) => name)
    .filter((name) => source.includes(`"${name}"`) || source.includes(`'${name}'`))
    .toSorted();
}
