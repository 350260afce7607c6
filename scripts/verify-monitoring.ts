// Whether somebody would hear of it if a deployment were in trouble.
// Usage: npm run verify:monitoring -- --url https://… [--send-test] [--logs FILE] [--json]
// Exit: 0 it holds, 1 it does not, 2 it could not be checked.

import { Command } from "commander";
import { describeError } from "@/lib/errors";
import { exitCodeOf, toTable } from "./local/check-report";
import { loadEnvFiles } from "./local/run-command";
import { type VerifyOptions, verifyMonitoring } from "./monitoring/verify-monitoring";

const program = new Command("npm run verify:monitoring --")
  .description(
    "Metrics, cron heartbeat, Sentry, Slack, run-books and log rules. Exit 0: holds, 1: does not, 2: could not check.",
  )
  .option("--url <url>", "where it runs (default: APP_URL)")
  .option("--send-test", "send a test event to Sentry and a test message to Slack")
  .option("--logs <file>", "apply the log rules to this log")
  .option("--json", "as JSON")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { json, ...options } = program.opts<VerifyOptions & { json?: boolean }>();
loadEnvFiles();
try {
  const checks = await verifyMonitoring(options);
  process.exitCode = exitCodeOf(checks);
  process.stdout.write(
    `${json ? JSON.stringify({ ok: process.exitCode === 0, checks }, null, 2) : toTable("Monitoring verification", checks)}\n`,
  );
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 2;
}
