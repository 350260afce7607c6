import pg from "pg";
import { expect, it, vi } from "vitest";
import { applyMigrations } from "../../scripts/db/apply-migrations";
import { ownDatabase, rows } from "../support/own-database";

ownDatabase();

const FIX = "20251230122512_fix_schema_drift_deleted_at_snoozed_until";

it("a migration that cannot get its lock gives up, rather than make everybody behind it wait", async () => {
  await rows(`DELETE FROM _prisma_migrations WHERE migration_name = '${FIX}'`);
  const holder = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await holder.connect();
  try {
    await holder.query(`BEGIN; LOCK TABLE "Conversation" IN ACCESS EXCLUSIVE MODE`);
    vi.stubEnv("PGOPTIONS", "-c lock_timeout=300ms");
    await expect(applyMigrations(process.env.DATABASE_URL ?? "", "quiet")).rejects.toThrow("lock timeout");
  } finally {
    vi.unstubAllEnvs();
    await holder.end();
  }
});
