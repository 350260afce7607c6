// What can be told from the environment alone. Values are never shown, only names.

import type { Env } from "@/lib/env";
import type { Check } from "../local/check-report";
import { fail, pass, type ReadinessCheck, type Setup, warn } from "./setup";

const inHost = "Set it in the host's environment; .env.example says what each is for.";
const newSecret = "openssl rand -base64 32";
const QUARTER_DAYS = 92;

/** Secrets that somebody here has chosen; the app secret and the access token are Meta's. */
const ownSecrets = [
  "AUTH_SECRET",
  "SESSION_SECRET",
  "CRON_SECRET",
  "JOB_RUNNER_TOKEN",
  "WHATSAPP_VERIFY_TOKEN",
  "METRICS_TOKEN",
] as const satisfies (keyof Env)[];
const allSecrets = [...ownSecrets, "WHATSAPP_APP_SECRET", "WHATSAPP_ACCESS_TOKEN"] as const;
const SECRET_MIN = 16; // Vercel asks this of CRON_SECRET (manage-cron-jobs).
const SECRET_GOOD = 32;
const DISTINCT_MIN = 8;
const placeholders = /change.?me|example|secret|password|placeholder|undefined|your[-_]|^test/i;

export const checkVariables: ReadinessCheck = ({ problems }) => {
  const name = "variables";
  if (problems.length === 0) return pass(name, "every variable that production needs is there");
  return fail(name, problems.map((each) => `${each.name} ${each.problem}`).join("\n"), inHost);
};

export const checkStrength: ReadinessCheck = ({ env }) => {
  const name = "secrets' strength";
  const set = ownSecrets.filter((secret) => env[secret] !== undefined);
  if (set.length === 0) return noSecrets(name);
  const judged = set.map((secret) => ({ secret, weakness: weaknessOf(env[secret] ?? "") }));
  const weak = judged.flatMap(({ secret, weakness }) => (weakness ? [`${secret} ${weakness}`] : []));
  if (weak.length > 0) return fail(name, weak.join("\n"), newSecret);
  const short = set.filter((secret) => (env[secret] ?? "").length < SECRET_GOOD);
  if (short.length > 0) return warn(name, `shorter than ${SECRET_GOOD}: ${short.join(", ")}`, newSecret);
  return pass(name, `${set.length} of ${SECRET_GOOD} characters or more each`);
};

function noSecrets(name: string): Check {
  return { name, status: "unknown", detail: "none is set" };
}

function weaknessOf(value: string): string | undefined {
  if (value.length < SECRET_MIN) return `is shorter than ${SECRET_MIN} characters`;
  if (new Set(value).size < DISTINCT_MIN) return "repeats itself";
  return placeholders.test(value) ? "looks like a placeholder" : undefined;
}

export const checkSecretsDiffer: ReadinessCheck = ({ env }) => {
  const name = "secrets differ";
  const set = allSecrets.filter((secret) => env[secret] !== undefined);
  if (set.length === 0) return noSecrets(name);
  const alike = set.flatMap((one, at) =>
    set
      .slice(at + 1)
      .flatMap((other) => (env[one] === env[other] ? [`${one} and ${other} are the same`] : [])),
  );
  if (alike.length === 0) return pass(name, "no two are alike");
  return fail(name, alike.join("\n"), `Give each one its own: ${newSecret}`);
};

export const checkRotation: ReadinessCheck = ({ env }) => {
  const name = "secrets' age";
  const mend = "Replace them, then set SECRETS_ROTATED_AT=YYYY-MM-DD.";
  if (!env.SECRETS_ROTATED_AT)
    return warn(name, "SECRETS_ROTATED_AT does not say when they were replaced", mend);
  const days = Math.floor((Date.now() - Date.parse(env.SECRETS_ROTATED_AT)) / 86_400_000);
  if (days > QUARTER_DAYS) return warn(name, `replaced ${days} days ago`, mend);
  return pass(name, `replaced ${days} days ago`);
};

export const checkAddresses: ReadinessCheck = ({ env }) => {
  const name = "addresses";
  const wrong = (["WHATSAPP_API_URL", "DEEPSEEK_BASE_URL", "OPENAI_BASE_URL", "APP_URL"] as const).flatMap(
    (variable) => {
      const url = env[variable];
      if (!url) return variable === "APP_URL" ? ["APP_URL is not set"] : [];
      if (isThisMachine(url)) return [`${variable} is this machine's own address`];
      return url.startsWith("https:") ? [] : [`${variable} is not https`];
    },
  );
  if (wrong.length === 0) return pass(name, "https, and none of this machine");
  return fail(name, wrong.join("\n"), "Set them to where they are reached from outside.");
};

function isThisMachine(url: string): boolean {
  return /^(localhost|127\..*|0\.0\.0\.0|\[::1?\]|.*\.localhost)$/.test(new URL(url).hostname);
}

/** What is meant for one's own machine must be off. */
export const checkSwitches: ReadinessCheck = ({ env }) => {
  const name = "switches";
  const open = (["WHATSAPP_ALLOW_UNSIGNED", "INBOX_WITHOUT_SIGN_IN"] as const).filter((each) => env[each]);
  if (open.length > 0)
    return fail(name, `${open.join(", ")}: open to everybody`, "Take it out of the environment.");
  if (env.LOG_PHONE_NUMBERS) return warn(name, "LOG_PHONE_NUMBERS: numbers are in the log", "Take it out.");
  return pass(name, "nothing is open that is meant for one's own machine");
};

export const checkMonitoring: ReadinessCheck = ({ env }) => {
  const name = "monitoring";
  const hasSlack = env.SLACK_WEBHOOK_URL || (env.SLACK_BOT_TOKEN && env.SLACK_CHANNEL);
  const missing = [
    ...(env.METRICS_TOKEN ? [] : ["METRICS_TOKEN: nobody can read /metrics"]),
    ...(env.SENTRY_DSN ? [] : ["SENTRY_DSN: errors are in the log only"]),
    ...(hasSlack ? [] : ["SLACK_WEBHOOK_URL: alerts are in the log only"]),
  ];
  if (missing.length > 0) return warn(name, missing.join("\n"), "npm run verify:monitoring -- --send-test");
  return pass(name, "metrics, Sentry and Slack are configured");
};

const keys = [
  ["DEEPSEEK_API_KEY", "DEEPSEEK_BASE_URL", "https://api.deepseek.com"],
  ["OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com/v1"],
] as const;

/** A key that was never loaded, or with quotes around it, shows only in what customers are sent. */
export const checkAiKeys: ReadinessCheck = (setup) => {
  const name = "ai keys";
  const { env } = setup;
  const set = keys.filter(([key]) => env[key]);
  if (set.length === 0)
    return fail(name, "no AI has a key: every customer gets the fallback sentence", inHost);
  const odd = set.filter((key) => isOdd(setup, key)).map(([key]) => key);
  if (odd.length > 0) return fail(name, `${odd.join(", ")}: not the shape of a key (sk-…)`, inHost);
  const [missing] = keys.filter(([key]) => !env[key]);
  if (missing) return warn(name, `${missing[0]} is not set: no second AI when the first is away`, inHost);
  return pass(name, "both are there and have the shape of a key");
};

function isOdd({ env }: Setup, [key, base, usual]: (typeof keys)[number]): boolean {
  const value = env[key] ?? "";
  if (/[\s"']|^(undefined|null)$/.test(value)) return true;
  return env[base] === usual && !/^sk-[\w-]{16,}$/.test(value);
}
