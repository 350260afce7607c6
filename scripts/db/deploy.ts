// Applies the migrations to DATABASE_URL (or DIRECT_URL, where that is not a pooler), or to the local PostgreSQL.
// Usage: npm run db:deploy

import { runCommand } from "../local/run-command";
import { applyMigrations } from "./apply-migrations";

await runCommand(async () => {
  await applyMigrations(process.env.DIRECT_URL || process.env.DATABASE_URL || "", "inherit");
  return 0;
});
