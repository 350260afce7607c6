#!/usr/bin/env node
// Prisma's schema engine for machines that reach the npm registry and nothing else.
//
// The Prisma CLI starts a native `schema-engine` that it downloads from Prisma's own host. This program answers
// the same command line and the same JSON-RPC 2.0 lines with the WebAssembly build of that engine, which is an
// npm package. prisma.config.ts points the CLI here only when no native engine is installed.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

// PostgreSQL's internal "char", which the catalogue is full of and adapter-pg has no mapping for.
const TYPE_CHAR = 18;
const TYPE_TEXT = 25;

async function main(args) {
  const { datasource, datamodels, command } = parseArguments(args);
  if (command === "can-connect-to-database") return exitWith(await connect(datasource.url));
  if (command === "create-database") return exitWith(await createDatabase(datasource.url));
  await serve(datasource, datamodels);
}

/** `--datasource '{"url":…}' [--datamodels <file>]… [cli <command>]`; the other flags do not matter here. */
function parseArguments(args) {
  const parsed = { datasource: undefined, datamodels: [], command: undefined };
  for (let at = 0; at < args.length; at += 1) {
    const value = args[at + 1];
    if (args[at] === "--datasource") parsed.datasource = JSON.parse(value);
    else if (args[at] === "--datamodels") parsed.datamodels.push(value);
    else if (args[at] === "cli") parsed.command = value;
    else continue;
    at += 1;
  }
  return parsed;
}

async function connect(url) {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query("SELECT 1");
    return undefined;
  } catch (error) {
    return connectionError(error, url);
  } finally {
    await client.end().catch(() => undefined); // Nothing was asked of a connection that never came up.
  }
}

async function createDatabase(url) {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  target.pathname = "/postgres";
  const client = new pg.Client({ connectionString: target.href });
  try {
    await client.connect();
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    return undefined;
  } catch (error) {
    return connectionError(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The codes the CLI acts on: P1003 makes it ask for `create-database`, the others are shown. */
function connectionError(error, url) {
  const { hostname, port, pathname } = new URL(url);
  const where = `\`${hostname}:${port || 5432}\``;
  if (error.code === "3D000")
    return { code: "P1003", message: `Database \`${pathname.slice(1)}\` does not exist on ${where}` };
  if (error.code === "42P04")
    return { code: "P1009", message: `Database \`${pathname.slice(1)}\` already exists` };
  if (error.code === "28P01" || error.code === "28000")
    return { code: "P1000", message: `Authentication failed at ${where}` };
  return {
    code: "P1001",
    message: `Can't reach database server at ${where}: ${error.message || error.code}`,
  };
}

function exitWith(error) {
  if (error === undefined) process.exit(0);
  const fields = { message: error.message, error_code: error.code };
  process.stderr.write(`\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields })}\n`);
  process.exit(1);
}

/**
 * Answers requests until the CLI has no more. Whatever goes wrong becomes an answer: when an engine ends without one,
 * the CLI may well exit with 0.
 */
async function serve(datasource, datamodelPaths) {
  const pool = datasource && new pg.Pool({ connectionString: datasource.url, max: 4 });
  const engine = createEngine(pool, datamodelPaths);
  engine.catch(() => undefined); // Told with the first answer.
  let printed = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const request = line.trim() && JSON.parse(line);
    if (!request?.method) continue; // An answer to our own `print`.
    const response = await answer(engine, request);
    if (response.result?.stdout) {
      printed += 1;
      const params = { content: response.result.stdout };
      write({ jsonrpc: "2.0", method: "print", params, id: `print-${printed}` });
    }
    write({ jsonrpc: "2.0", id: request.id, ...response });
  }
  await pool?.end();
}

/** Lets a connection, and the transactions it starts, report "char" columns as what the engine expects: characters. */
function reportCharacters(queryable) {
  const { queryRaw, startTransaction } = queryable;
  queryable.queryRaw = async (query) => {
    let characters = [];
    const attentive = Object.create(queryable, {
      performIO: {
        value: async (asked) => {
          const result = await queryable.performIO(asked);
          characters = result.fields.filter(({ dataTypeID }) => dataTypeID === TYPE_CHAR);
          for (const field of characters) field.dataTypeID = TYPE_TEXT;
          characters = characters.map((field) => result.fields.indexOf(field));
          return result;
        },
      },
    });
    const answered = await queryRaw.call(attentive, query);
    for (const column of characters) answered.columnTypes[column] = ColumnTypeEnum.Character;
    return answered;
  };
  if (startTransaction) {
    queryable.startTransaction = async (...args) =>
      reportCharacters(await startTransaction.apply(queryable, args));
  }
  return queryable;
}

async function createEngine(pool, datamodelPaths) {
  const bytes = await readFile(engineWasmPath());
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engineModule });
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const datamodels = await Promise.all(
    datamodelPaths.map(async (path) => [path, await readFile(path, "utf8")]),
  );
  const log = (message) => process.stderr.write(`${message}\n`);
  const factory = new PrismaPg(pool ?? { connectionString: "postgresql://localhost" });
  for (const method of ["connect", "connectToShadowDb"]) {
    const connect = factory[method].bind(factory);
    factory[method] = async () => reportCharacters(await connect());
  }
  const adapter = bindSqlAdapterFactory(factory);
  // An empty list makes the engine panic; undefined means that there are none.
  return engineModule.SchemaEngine.new(
    { datamodels: datamodels.length ? datamodels : undefined },
    log,
    adapter,
  );
}

function engineWasmPath() {
  const require = createRequire(import.meta.url);
  return require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm");
}

/** A panic of the engine is thrown from within WebAssembly, outside of the call that caused it: nobody would answer. */
function answerPanics(id) {
  const panic = (error) => {
    const message = error?.message ?? String(error);
    write({
      jsonrpc: "2.0",
      id,
      error: { code: 4466, message, data: { is_panic: true, message, meta: null } },
    });
    process.exit(101);
  };
  for (const event of ["uncaughtException", "unhandledRejection"])
    process.removeAllListeners(event).on(event, panic);
}

async function answer(starting, { id, method, params }) {
  answerPanics(id);
  try {
    const engine = await starting;
    if (typeof engine[method] !== "function") throw new Error(`The schema engine has no method ${method}`);
    return { result: (await engine[method](params)) ?? null };
  } catch (error) {
    const message = error?.message ?? String(error);
    const data = { is_panic: false, message, error_code: error?.code, meta: error?.meta };
    return { error: { code: 4466, message, data } };
  }
}

function write(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

await main(process.argv.slice(2));
