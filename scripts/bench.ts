import { Command } from "commander";
import { describeError } from "@/lib/errors";
import { figures } from "./bench/figures";
import { benchInbox, type InboxBenchOptions } from "./bench/inbox";
import { type FigureOptions, runFigures } from "./bench/run-figures";
import { wholeNumber } from "./local/whole-number";

const program = new Command("bench").description(
  "Measures on a PostgreSQL of its own, which is removed afterwards. Without a command: the figures, each beside what it is compared with.",
);

program
  .command("figures", { isDefault: true })
  .description(`the figures: ${figures.map(({ name }) => name).join(", ")}`)
  .option("--only <names...>", "these alone")
  .option("--rounds <n>", "how often each is measured, in turn with its peers", wholeNumber(1, 20), 3)
  .option("--json", "as JSON")
  .option("--markdown <file>", "writes the tables for docs/BENCHMARKS.md there")
  .action(async (options: FigureOptions) => {
    process.exitCode = await runFigures(options).catch((error: unknown) => {
      process.stderr.write(`${describeError(error)}\n`);
      return 2;
    });
  });

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
