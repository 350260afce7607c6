// The rows without which the API would refuse everybody. Idempotent.
// Usage: npm run db:seed

import { disconnectDatabase } from "@/infra/database/prisma";
import { runCommand } from "../local/run-command";
import { seed } from "./seed-rows";

await runCommand(async () => {
  try {
    await seed((what) => process.stdout.write(`seeded: ${what}\n`));
    return 0;
  } finally {
    await disconnectDatabase();
  }
});
