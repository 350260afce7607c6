import { Command } from "commander";
import { benchInbox, type InboxBenchOptions } from "./bench/inbox";
import { wholeNumber } from "./local/whole-number";

const program = new Command("bench").description(
  "Measures on a PostgreSQL of its own, which is removed afterwards.",
);

program
  .command("inbox")
  .description(
    "the inbox's list, counts and search at scale, and what its record of changes costs the webhooks",
  )
  .option("--conversations <n>", "how many there are", wholeNumber(1_000, 1_000_000), 100_000)
  .option("--messages <n>", "how many messages each has", wholeNumber(1, 100), 10)
  .option("--tries <n>", "how often each is asked", wholeNumber(5, 10_000), 60)
  .option("--json", "as JSON")
  .action(async (options: InboxBenchOptions) => {
    process.exitCode = await benchInbox(options);
  });

await program.parseAsync();
