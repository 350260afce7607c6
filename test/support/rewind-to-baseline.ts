import { readFileSync } from "node:fs";
import { rows } from "./own-database";

const BASELINE = "20251201000000_baseline";

/** Makes of the test's database one to which only the first migration was ever applied; its rows are gone. */
export async function rewindToBaseline(): Promise<void> {
  const baseline = readFileSync(`prisma/migrations/${BASELINE}/migration.sql`, "utf8");
  await rows(`ALTER SCHEMA public RENAME TO later`);
  await rows(`CREATE SCHEMA public`);
  await rows(baseline);
  await rows(`CREATE TABLE _prisma_migrations (LIKE later._prisma_migrations INCLUDING ALL)`);
  await rows(
    `INSERT INTO _prisma_migrations SELECT * FROM later._prisma_migrations WHERE migration_name = '${BASELINE}'`,
  );
  await rows(`DROP SCHEMA later CASCADE`);
}
