// Never lost, never twice: proved under fire. The whole product runs here, customers write, and for some minutes
// everything fails: Meta and the AIs refuse, hang and cut; webhooks come twice and out of order; apps and workers are
// killed and stopped; PostgreSQL is restarted and crashes. Then it is counted what became of every message.
//
// Usage: npm run chaos -- [--minutes N] [--rate R] [--seed S] [--keep] [--json]
//        0 every message was answered once and in order, 1 one was not, 2 it could not run

import { randomInt } from "node:crypto";
import { Command, InvalidArgumentError } from "commander";
import { describeError } from "@/lib/errors";
import { wholeNumber } from "../local/whole-number";
import { describeFindings, describeReport } from "./report";
import { runChaos } from "./run-chaos";
import { holds } from "./verdict";

interface Options {
  minutes: number;
  rate: number;
  seed: number;
  keep?: boolean;
  json?: boolean;
}

const options = new Command("npm run chaos --")
  .description("Lets customers write while everything fails, and counts what became of every message.")
  .option("--minutes <n>", "how long, fractions allowed", (text) => toNumber(text, 60), 1)
  .option("--rate <n>", "messages a second, of all customers together", (text) => toNumber(text, 500), 10)
  .option(
    "--seed <n>",
    "plan of the faults, to have the same again; at random unless given",
    wholeNumber(0),
    randomInt(1e9),
  )
  .option("--keep", "keep logs and tables of the run, also when everything held")
  .option("--json", "print the result as JSON; progress goes to standard error")
  .parse()
  .opts<Options>();

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());

process.exitCode = await main();

async function main(): Promise<0 | 1 | 2> {
  const { minutes, rate, seed, keep = false, json } = options;
  const say = (line: string) => void (json ? process.stderr : process.stdout).write(`${line}\n`);
  try {
    say(`Chaos: ${minutes} minutes, ${rate} messages a second, seed ${seed}`);
    const report = await runChaos({ minutes, rate, seed, keep, say }, interrupted.signal);
    if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    for (const line of ["", ...describeReport(report), "", ...describeFindings(report.verdict)]) say(line);
    const isProved = holds(report.verdict);
    say(isProved ? "  Held: nothing lost, nothing twice, nothing out of order." : "  BROKEN.");
    return isProved ? 0 : 1;
  } catch (error) {
    say(interrupted.signal.aborted ? "Interrupted." : describeError(error));
    return 2;
  }
}

function toNumber(text: string, max: number): number {
  const value = Number(text);
  if (!(value > 0 && value <= max)) throw new InvalidArgumentError(`not a number above 0 and up to ${max}`);
  return value;
}
