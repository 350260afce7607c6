// Plays conversations and injections against the bot, without sending anything.
// Usage: npm run eval -- [--only <part of a name>] [--model <provider/model>] [--file <conversation.yaml>] [--json]
// Exit code 0: all as expected; 1: something is not; 2: it could not be played.

import { Command } from "commander";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { applyMigrations } from "./db/apply-migrations";
import { diffOf, lastRun, lineOf, storeRun, summaryOf } from "./eval/report";
import { runEval } from "./eval/run-eval";
import { startProjectPostgres } from "./local/project-postgres";
import { loadEnvFiles } from "./local/run-command";

/** Never the database that people are served from: what is played leaves rows of its cost. */
const DATABASE_NAME = "replyonce_eval";

interface Options {
  only?: string;
  model?: string;
  file?: string;
  json?: boolean;
}

const program = new Command("npm run eval --")
  .description(
    "Plays the conversations and injections of test/eval against the configured model, or without a key against the scripted AI. Nothing is sent to WhatsApp. Exit code 0: all as expected, 1: not all, 2: could not be played.",
  )
  .option("--only <part>", "only what has this in its name")
  .option("--model <provider/model>", "another model than the configured one, such as openai/gpt-4o-mini")
  .option("--file <path>", "a conversation of your own instead of the set")
  .option("--json", "the whole run as JSON, nothing else")
  .action(play);

await program.parseAsync();

async function play({ only, model, file, json }: Options): Promise<void> {
  loadEnvFiles();
  let stop = () => Promise.resolve();
  try {
    const postgres = await startProjectPostgres();
    stop = postgres.stop;
    process.env.DATABASE_URL = await postgres.database(DATABASE_NAME);
    process.env.SESSION_SECRET ||= "only for evaluations";
    reloadEnv();
    await applyMigrations(process.env.DATABASE_URL, "quiet");
    const onResult: Parameters<typeof runEval>[0]["onResult"] = (result, at, of) =>
      print(`${String(at).padStart(3)}/${of} ${lineOf(result)}`);
    const run = await runEval({ only, model, file, ...(json ? {} : { onResult }) });
    const before = lastRun(run);
    const stored = storeRun(run);
    print(
      json
        ? JSON.stringify(run, null, 2)
        : ["", summaryOf(run), diffOf(run, before), `Stored as ${stored}.`].join("\n"),
    );
    process.exitCode = run.results.every(({ passed }) => passed) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = 2;
  } finally {
    await disconnectDatabase();
    await stop();
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
