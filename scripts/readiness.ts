// Whether this checkout, this environment and this database are ready for customers. Reads only; run it with
// production's environment, before a deploy and from time to time.
// Usage: npm run readiness -- [--live] [--plan hobby|pro] [--url URL] [--json]
// Exit code: 0 it holds (warnings are no failure), 1 it does not, 2 it could not be checked.

import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import { disconnectDatabase } from "@/infra/database/prisma";
import { describeError } from "@/lib/errors";
import { exitCodeOf, toTable } from "./local/check-report";
import { loadEnvFiles } from "./local/run-command";
import { seconds } from "./local/seconds";
import { checkReadinessForProduction } from "./readiness/readiness";
import { setUp, type Wishes } from "./readiness/setup";

const program = new Command("npm run readiness --")
  .description(
    "Whether this checkout, this environment and this database are ready for customers. Reads only.",
  )
  .option("--live", "ask each AI that has a key one question")
  .addOption(
    new Option("--plan <plan>", "Vercel's: Hobby lets no cron run more than once a day").choices([
      "hobby",
      "pro",
    ]),
  )
  .option("--url <url>", "where the deployment can be asked (default: APP_URL)")
  .option("--fks-timeout <seconds>", "for looking for rows that point nowhere", seconds("above 0"), 15)
  .option("--json", "as JSON")
  // Commander's own exit code for a wrong option, 1, would say that it is not ready.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { json, live, plan, url, fksTimeout } = program.opts<{
  json?: boolean;
  live?: boolean;
  plan?: Wishes["plan"];
  url?: string;
  fksTimeout: number;
}>();

loadEnvFiles();
const folder = fileURLToPath(new URL("..", import.meta.url));
const setup = setUp(process.env, { plan, url, isLive: live ?? false, fksSeconds: fksTimeout, folder });
try {
  const checks = await checkReadinessForProduction(setup);
  process.exitCode = exitCodeOf(checks);
  const report = { ok: process.exitCode === 0, exitCode: process.exitCode, checks };
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${toTable("Readiness", checks)}\n`);
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 2;
} finally {
  await disconnectDatabase();
}
