// Compares the live database with what the Prisma schema and the migrations of this release promise. Reads only.
// Usage: npm run verify:schema -- [--json] [--allow ID]… [--strict] [--role NAME] [--wait SECONDS]
// Exit code: 0 it holds, 1 it does not, 2 it could not be checked.

import { Command } from "commander";
import { loadEnvFiles, runCommand } from "../local/run-command";
import { seconds } from "../local/seconds";
import { checkSchema } from "./check-schema";
import { reportSchema } from "./schema-report";

const program = new Command("npm run verify:schema --")
  .description("Whether the live database is the one this release was written for.")
  .option("--json", "as JSON")
  .option("--allow <id>", "accept a finding; may be repeated", (id, before: string[]) => [...before, id], [])
  .option("--strict", "warnings fail as well")
  .option("--role <name>", "the role the application works as (default: the one in DATABASE_URL)")
  .option("--wait <seconds>", "how long to wait for a migration that is under way", seconds("from 0"), 10)
  // Commander's own exit code for a wrong option, 1, would say that the database does not hold.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { json, allow, strict, role, wait } = program.opts();

loadEnvFiles();
process.env.DATABASE_URL ||= process.env.DIRECT_URL || "";

await runCommand(async () => {
  const report = await checkSchema({
    databaseUrl: process.env.DATABASE_URL,
    directUrl: process.env.DIRECT_URL,
    allow,
    isStrict: strict,
    applicationRole: role,
    waitMs: wait * 1_000,
  });
  const text = json
    ? JSON.stringify({ ok: report.exitCode === 0, ...report }, null, 2)
    : reportSchema(report);
  process.stdout.write(`${text}\n`);
  return report.exitCode;
});
