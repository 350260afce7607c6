// Plays a stored webhook delivery again. Safe: what was taken in before makes no second row of anything.
// Usage: npm run replay -- <delivery id> [--json]
//        npm run replay -- --waiting        everything that is parked

import { Command } from "commander";
import { replayDelivery, replayWaitingDeliveries } from "@/domain/inbound";
import { runWithDatabase } from "./local/run-command";

const program = new Command("npm run replay --")
  .description("Plays a stored webhook delivery again. Safe by idempotency.")
  .argument("[id]", "id in webhook_delivery_log")
  .option("--waiting", "play everything that is parked or waits for a number")
  .option("--json", "print the result as JSON")
  .parse();

const [id] = program.args;
const { waiting, json } = program.opts<{ waiting?: boolean; json?: boolean }>();
if (!id && !waiting) program.help({ error: true });

await runWithDatabase(async () => {
  if (waiting) {
    const counts = await replayWaitingDeliveries();
    print(counts, `${counts.replayed} played again, ${counts.stillWaiting} still cannot be taken in`);
    return counts.stillWaiting === 0 ? 0 : 1;
  }
  const { messages, receiptCount, malformedCount } = await replayDelivery(id ?? "");
  const isNew = messages.filter(({ wasDuplicate }) => !wasDuplicate).length;
  const counts = { messages: messages.length, new: isNew, receipts: receiptCount, malformed: malformedCount };
  print(
    counts,
    `${messages.length} messages (${isNew} new), ${receiptCount} receipts, ${malformedCount} malformed`,
  );
  return 0;
});

function print(result: object, sentence: string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : sentence}\n`);
}
