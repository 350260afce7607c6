// Whether what runs at a URL is what was deployed, whole, and closed to strangers. docs/DEPLOYMENT_WORKFLOW.md
// Usage: npm run verify:deployment -- --url https://… [--commit SHA] [--wait 180] [--self-test] [--json]
// Exit code: 0 it holds, 1 it does not, 2 it could not be checked.

import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { lastMigration } from "@/domain/schema";
import { describeError } from "@/lib/errors";
import packageJson from "../package.json";
import { exitCodeOf, toTable } from "./local/check-report";
import { loadEnvFiles } from "./local/run-command";
import { seconds } from "./local/seconds";
import { verifyDeployment } from "./verify-deployment/verify-deployment";

interface Options {
  url?: string;
  commit?: string;
  selfTest?: boolean;
  selfTestTimeout: number;
  triggerCron?: boolean;
  timeout: number;
  wait: number;
  json?: boolean;
}

const program = new Command("npm run verify:deployment --")
  .description(
    `Whether what runs at a URL is what was deployed, whole, and closed to strangers. Secrets are read from the
environment: METRICS_TOKEN (reasons of readiness), WHATSAPP_VERIFY_TOKEN (handshake), CRON_SECRET (--trigger-cron),
WHATSAPP_APP_SECRET, WHATSAPP_PHONE_NUMBER_ID and JOB_RUNNER_TOKEN (--self-test). Exit 0: holds, 1: does not, 2: could not check.`,
  )
  .option("--url <url>", "where it runs (default: APP_URL)", toUrl)
  .option("--commit <sha>", "what must run, 7 characters or more (default: GITHUB_SHA, GIT_COMMIT)", toCommit)
  .option(
    "--wait <seconds>",
    "how long to wait for that commit, and for a first run of the cron",
    seconds("from 0"),
    0,
  )
  .option("--timeout <seconds>", "for one answer", seconds("from 0"), 10)
  .option("--self-test", "send one signed message through the whole path; its reply is kept from Meta")
  .option("--self-test-timeout <seconds>", "until it must be answered", seconds("from 0"), 90)
  .option("--trigger-cron", "call the cron with the right token")
  .option("--json", "as JSON")
  // Commander's own exit code for a wrong option, 1, would say that the deployment does not hold.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

loadEnvFiles();
try {
  await main(program.opts<Options>());
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 2;
}

async function main({ json, ...options }: Options): Promise<void> {
  const { env } = process;
  const url = options.url ?? toUrl(env.APP_URL ?? "");
  const commit = options.commit ?? toCommit(env.GITHUB_SHA || env.GIT_COMMIT);
  const checks = await verifyDeployment({
    url,
    commit,
    version: packageJson.version,
    migration: lastMigration(),
    timeoutMs: options.timeout * 1_000,
    waitMs: options.wait * 1_000,
    isCronTriggered: options.triggerCron ?? false,
    isSelfTested: options.selfTest ?? false,
    selfTestMs: options.selfTestTimeout * 1_000,
    secrets: { ...env, METRICS_TOKEN: env.METRICS_TOKEN },
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const exitCode = exitCodeOf(checks);
  const report = { ok: exitCode === 0, exitCode, url, commit, checks };
  process.stdout.write(
    json ? `${JSON.stringify(report, null, 2)}\n` : `${toTable("Deployment verification", checks)}\n`,
  );
  if (exitCode === 1 && !json) process.stdout.write(`\n${howToRollBack()}\n`);
  process.exitCode = exitCode;
}

/** The document's own words, so that there is one place that knows. */
function howToRollBack(): string {
  const text = readFileSync(new URL("../docs/DEPLOYMENT_WORKFLOW.md", import.meta.url), "utf8");
  const section = text.split(/^## /m).find((part) => part.startsWith("Roll back\n"));
  return section?.trim() ?? "Roll back: docs/DEPLOYMENT_WORKFLOW.md";
}

function toUrl(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError("Say where it runs: --url https://… (or APP_URL).");
  return text.replace(/\/+$/, "");
}

function toCommit(text: string): string;
function toCommit(text: string | undefined): string | undefined;
function toCommit(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^[0-9a-f]{7,64}$/i.test(text))
    throw new InvalidArgumentError("A commit is 7 or more hexadecimal digits.");
  return text.toLowerCase();
}
