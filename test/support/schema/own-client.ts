import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { expected, type LiveCatalogue, readCatalogue } from "@/domain/schema";
import { askThrough } from "./mutant";

export interface OwnClient {
  readonly client: pg.Client;
  /** The catalogue of the database as the migrations have made it. */
  readonly live: LiveCatalogue;
  /** Major version of the server. */
  readonly version: number;
}

/** One connection to the test file's own database. It needs ownDatabase() before it. */
export function ownClient(): OwnClient {
  let client: pg.Client | undefined;
  let live: LiveCatalogue | undefined;

  beforeAll(async () => {
    client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    live = await readCatalogue(askThrough(client), expected);
  });
  afterAll(() => client?.end());

  const started = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error("The connection is not open yet");
    return value;
  };
  return {
    get client() {
      return started(client);
    },
    get live() {
      return started(live);
    },
    get version() {
      return Number.parseInt(started(live).place.version, 10);
    },
  };
}
