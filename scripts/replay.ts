// Plays webhooks again. Stored ones safely: what was taken in before makes no second row of anything. Those of a file that
// npm run record has written are signed with WHATSAPP_APP_SECRET and posted as Meta would.
// Usage: npm run replay -- <delivery id> [--json]
//        npm run replay -- --waiting        everything that is parked
//        npm run replay -- --file FILE [--url http://…/api/webhooks/whatsapp] [--now] [--fresh]
// Exit code: 0 all is taken in, 1 something is not, 2 could not be done.

import { Command } from "commander";
import { replayDelivery, replayWaitingDeliveries } from "@/domain/inbound";
import { describeError } from "@/lib/errors";
import { loadEnvFiles, runWithDatabase } from "./local/run-command";
import { type ReplayOptions, replayFile } from "./record/replay-file";

const program = new Command("npm run replay --")
  .description("Plays webhooks again, stored ones or those of a recording, signed with WHATSAPP_APP_SECRET.")
  .argument("[id]", "id in webhook_delivery_log")
  .option("--waiting", "play everything that is parked or waits for a number")
  .option("--file <file>", "play what npm run record has written")
  .option("--url <url>", "with --file: the webhook, APP_URL/api/webhooks/whatsapp unless given")
  .option("--to <id>", "with --file: phone_number_id to play it to, WHATSAPP_PHONE_NUMBER_ID unless given")
  .option("--now", "with --file: move all times so that the newest is now")
  .option("--fresh", "with --file: new message ids, so that the file can be played once more")
  .option("--json", "print the result as JSON")
  .parse();

const [id] = program.args;
const { waiting, json, file, ...options } = program.opts<
  ReplayOptions & { waiting?: boolean; json?: boolean; file?: string }
>();
if ([id, waiting, file].filter(Boolean).length !== 1) program.help({ error: true });

if (file) await replayRecording(file);
else await runWithDatabase(waiting ? replayWaiting : () => replayStored(id ?? ""));

async function replayRecording(path: string): Promise<void> {
  loadEnvFiles();
  try {
    const { exitCode, sentence, ...counts } = await replayFile(path, options);
    print(counts, sentence);
    process.exitCode = exitCode;
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = 2;
  }
}

async function replayWaiting(): Promise<0 | 1> {
  const counts = await replayWaitingDeliveries();
  print(counts, `${counts.replayed} played again, ${counts.stillWaiting} still cannot be taken in`);
  return counts.stillWaiting === 0 ? 0 : 1;
}

async function replayStored(deliveryId: string): Promise<0> {
  const { messages, receiptCount, malformedCount } = await replayDelivery(deliveryId);
  const isNew = messages.filter(({ wasDuplicate }) => !wasDuplicate).length;
  const counts = { messages: messages.length, new: isNew, receipts: receiptCount, malformed: malformedCount };
  print(
    counts,
    `${messages.length} messages (${isNew} new), ${receiptCount} receipts, ${malformedCount} malformed`,
  );
  return 0;
}

function print(result: object, sentence: string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : sentence}\n`);
}
