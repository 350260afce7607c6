// Writes stored webhooks to a file that can be given away: names, numbers, texts, ids and everything else that is not
// known to be Meta's own word are replaced, the same by the same. Play it with: npm run replay -- --file FILE
// Usage: npm run record -- --out FILE [--since 1h] [--limit 1000]
//        npm run record -- --out FILE --delivery <id> [--delivery <id> …]
// Exit code: 0 written, 1 there was nothing to write, 2 could not be done.

import { open } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import { runWithDatabase } from "./local/run-command";
import { wholeNumber } from "./local/whole-number";
import { deliveriesById, deliveriesSince } from "./record/read-deliveries";
import { toLine } from "./record/recording";
import { Scrubber } from "./record/scrub";

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

const program = new Command("npm run record --")
  .description("Writes stored webhooks to a file, without what is personal.")
  .requiredOption("--out <file>", "where to; a file that is there is not overwritten")
  .option("--since <time>", "as far back as this: 90s, 30m, 1h, 7d", toSeconds, 3_600)
  .option("--delivery <id>", "only this one of webhook_delivery_log; repeatable", collect, [])
  .option("--limit <n>", "at most so many", wholeNumber(1), 1_000)
  .option("--json", "print the result as JSON")
  .parse();

const { out, since, delivery, limit, json } = program.opts<{
  out: string;
  since: number;
  delivery: string[];
  limit: number;
  json?: boolean;
}>();

await runWithDatabase(async () => {
  // For the owner's eyes, and only where nothing is yet.
  const file = await open(out, "wx", 0o600);
  const counts = { written: 0, skipped: 0 };
  try {
    const scrubber = new Scrubber();
    const deliveries = delivery.length > 0 ? deliveriesById(delivery) : deliveriesSince(since, limit);
    for await (const { receivedAt, rawBody } of deliveries) {
      const webhook = parse(rawBody);
      if (webhook === undefined) {
        counts.skipped += 1;
        continue;
      }
      await file.write(toLine(receivedAt, scrubber.scrub(webhook)));
      counts.written += 1;
    }
  } finally {
    await file.close();
  }
  const sentence = `${counts.written} webhooks in ${out}, ${counts.skipped} skipped (erased, or not JSON)`;
  process.stdout.write(`${json ? JSON.stringify({ out, ...counts }) : sentence}\n`);
  return counts.written > 0 ? 0 : 1;
});

/** Undefined for what was erased and for what is no JSON object. */
function parse(rawBody: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(rawBody.toString("utf8"));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // There is nothing in it that could be told apart, so nothing of it may be kept.
  }
}

function toSeconds(value: string): number {
  const [, count = "", unit = ""] = /^(\d+)([smhd])$/.exec(value) ?? [];
  if (count === "") throw new InvalidArgumentError("It must be a time such as 90s, 30m, 1h or 7d.");
  return Number(count) * (SECONDS[unit] ?? 1);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
