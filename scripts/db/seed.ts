// The rows without which the API would refuse everybody. Idempotent.
// Usage: npm run db:seed

import { runWithDatabase } from "../local/run-command";
import { seed } from "./seed-rows";

await runWithDatabase(async () => {
  await seed((what) => process.stdout.write(`seeded: ${what}\n`));
  return 0;
});
