// The rows without which the API would refuse everybody.
// Usage: npm run db:seed                 idempotent
//        npm run db:seed -- --demo        and the business of the demo: persona, documents and conversations, where there are none

import { parseArgs } from "node:util";
import { seedConversations } from "../demo/conversations/seed-conversations";
import { seedDemoBusiness } from "../demo/seed-demo-business";
import { runWithDatabase } from "../local/run-command";
import { seed } from "./seed-rows";

const { demo } = parseArgs({ options: { demo: { type: "boolean", default: false } } }).values;

await runWithDatabase(async () => {
  const say = (what: string) => process.stdout.write(`seeded: ${what}\n`);
  await seed(say, { isWatched: process.stdout.isTTY });
  if (demo) {
    await seedDemoBusiness(say);
    await seedConversations(say);
  }
  return 0;
});
