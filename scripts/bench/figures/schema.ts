import { spawnSync } from "node:child_process";
import { verifySchema } from "@/domain/schema";
import { pool } from "@/infra/database/pool";
import type { Figure, Result } from "../figure";
import type { Stage } from "../stage";

const TABLES = 5_000;
/** Created in one transaction, each takes a lock of its own. */
const TABLES_AT_ONCE = 500;

export const schema: Figure = {
  name: "schema",
  title: "Verification of the schema",
  measure: async (stage) => {
    const url = await stage.database("schema");
    const usual = await rounds(stage, url);
    stage.say(`  ${TABLES} more tables`);
    await addTables();
    const crowded = await rounds(stage, url);
    return [
      result("verifySchema()", usual.verb, 1),
      result("npm run verify:schema, with the start of its process", usual.command),
      result(`verifySchema() beside ${TABLES} other tables`, crowded.verb, 5),
      result(`npm run verify:schema beside ${TABLES} other tables`, crowded.command),
    ];
  },
};

function result(what: string, ours: number[], most?: number): Result {
  return { what, unit: "s", ours, bar: most ? { of: "value", is: "at most", value: most } : undefined };
}

async function rounds({ rounds }: Stage, url: string) {
  const took = { verb: [] as number[], command: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    took.verb.push(await seconds(() => verifySchema()));
    took.command.push(await seconds(async () => runCommand(url)));
  }
  return took;
}

function runCommand(url: string): void {
  const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", "scripts/db/verify-schema.ts"], {
    env: { ...process.env, DATABASE_URL: url },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`verify:schema ended with ${status}: ${stdout}`);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

/** As somebody else's in the same database: each with a key, an index and a foreign key. */
async function addTables(): Promise<void> {
  await pool().query("CREATE SCHEMA others");
  for (let first = 1; first <= TABLES; first += TABLES_AT_ONCE)
    await pool().query(`DO $$ BEGIN
      FOR n IN ${first}..${first + TABLES_AT_ONCE - 1} LOOP
        EXECUTE format('CREATE TABLE others.t%s (id bigint PRIMARY KEY, other bigint REFERENCES others.t%s, name text UNIQUE)',
          n, greatest(n - 1, 1));
      END LOOP; END $$`);
}
