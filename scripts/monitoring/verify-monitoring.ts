import { readFile } from "node:fs/promises";
import { alertKinds } from "@/domain/alerts";
import { postToSlack, slackWay } from "@/infra/monitoring/post-to-slack";
import { sendTestEvent, startSentry, stopSentry } from "@/infra/monitoring/sentry";
import { env, envProblems } from "@/lib/env";
import { describeError } from "@/lib/errors";
import type { Check } from "../local/check-report";
import { checkMetrics } from "./check-metrics";
import { applyLogRules, logRules } from "./log-rules";

const SENTRY_TIMEOUT_MS = 5_000;
const variables = /^(SENTRY|SLACK|ALERT|METRICS|LOG|APP_URL)/;

export interface VerifyOptions {
  /** Default: APP_URL. */
  url?: string;
  /** Sends one event to Sentry and one message to Slack. */
  sendTest?: boolean;
  /** A log file to apply the log rules to. */
  logs?: string;
  /** Where the run-books are. */
  operations?: string;
}

/** Whether somebody would hear of it if this deployment were in trouble. */
export async function verifyMonitoring(options: VerifyOptions): Promise<Check[]> {
  const url = (options.url ?? env().APP_URL)?.replace(/\/+$/, "");
  return [
    checkEnvironment(),
    ...(url ? await checkMetrics(url) : [noUrl]),
    await checkSentry(options.sendTest),
    await checkSlack(options.sendTest),
    await checkRunBooks(options.operations ?? "docs/OPERATIONS.md"),
    checkLogLevel(),
    ...(options.logs ? await checkLogs(options.logs) : []),
  ];
}

const noUrl: Check = {
  name: "metrics",
  status: "unknown",
  detail: "Neither --url nor APP_URL says where it runs",
};

function checkEnvironment(): Check {
  const wrong = envProblems().filter(({ name }) => variables.test(name));
  const detail = wrong.map(({ name, problem }) => `${name} ${problem}`).join("; ");
  return {
    name: "environment",
    status: detail ? "fail" : "pass",
    detail: detail || "Variables of monitoring are valid",
  };
}

async function checkSentry(sendTest = false): Promise<Check> {
  const name = "sentry";
  if (!env().SENTRY_DSN)
    return { name, status: "warn", detail: "SENTRY_DSN is not set: errors are in the log only" };
  if (!sendTest) return { name, status: "pass", detail: "Configured; --send-test sends an event" };
  await startSentry();
  const isTaken = await sendTestEvent(SENTRY_TIMEOUT_MS);
  await stopSentry(0);
  return isTaken
    ? { name, status: "pass", detail: "It has taken a test event" }
    : { name, status: "fail", detail: "It has not taken a test event" };
}

async function checkSlack(sendTest = false): Promise<Check> {
  const name = "slack";
  const way = slackWay();
  if (!way) {
    const detail =
      "Neither SLACK_WEBHOOK_URL nor SLACK_BOT_TOKEN and SLACK_CHANNEL are set: alerts are in the log only";
    return { name, status: "warn", detail };
  }
  if (!sendTest) return { name, status: "pass", detail: `Configured (${way}); --send-test sends a message` };
  const answer = await postToSlack("[TEST] npm run verify:monitoring: alerts would arrive here.");
  return answer.kind === "failed"
    ? { name, status: "fail", detail: `It has not taken a test message: ${answer.reason}` }
    : { name, status: "pass", detail: "It has taken a test message" };
}

/** Every alert and every log rule names a section; whoever is woken must find it. */
async function checkRunBooks(path: string): Promise<Check> {
  const name = "run-books";
  try {
    const text = await readFile(path, "utf8");
    const headings = new Set([...text.matchAll(/^#{2,4} (.+)$/gm)].map((match) => match[1]));
    const wanted = [...Object.values(alertKinds), ...logRules].map(({ runBook }) => runBook);
    const missing = [...new Set(wanted)].filter((heading) => !headings.has(heading));
    return missing.length === 0
      ? { name, status: "pass", detail: `${Object.keys(alertKinds).length} alerts have theirs in ${path}` }
      : { name, status: "fail", detail: `Not in ${path}: ${missing.join(", ")}` };
  } catch (error) {
    return { name, status: "unknown", detail: describeError(error) };
  }
}

function checkLogLevel(): Check {
  const { LOG_LEVEL, LOG_PHONE_NUMBERS } = env();
  const name = "log level";
  if (["silent", "fatal"].includes(LOG_LEVEL))
    return { name, status: "fail", detail: `LOG_LEVEL=${LOG_LEVEL} hides errors` };
  if (LOG_PHONE_NUMBERS)
    return { name, status: "warn", detail: "LOG_PHONE_NUMBERS: customers' numbers are in the log" };
  if (LOG_LEVEL === "info") return { name, status: "pass", detail: "info" };
  const detail = ["error", "warn"].includes(LOG_LEVEL)
    ? `LOG_LEVEL=${LOG_LEVEL} hides the lines that the log rules look for`
    : `LOG_LEVEL=${LOG_LEVEL} is meant for looking for something`;
  return { name, status: "warn", detail };
}

async function checkLogs(path: string): Promise<Check[]> {
  try {
    const findings = applyLogRules(await readFile(path, "utf8"));
    if (findings.length === 0)
      return [{ name: "log", status: "pass", detail: `None of ${logRules.length} rules is broken` }];
    return findings.map(({ rule, count, since }) => ({
      name: `log: ${rule.name}`,
      status: "fail" as const,
      detail: `${rule.means} (${count} times since ${since}). Run-book: ${rule.runBook}`,
    }));
  } catch (error) {
    return [{ name: "log", status: "unknown", detail: describeError(error) }];
  }
}
