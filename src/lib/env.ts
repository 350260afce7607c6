// The only reader of process.env. Every variable is checked by itself, so that all problems are known at once and a
// process with one missing secret still runs, says so at /health/ready and refuses what needs that secret.

import { z } from "zod";
import { isDatabaseUrl } from "./database-url";

const secret = z.string().min(8, "is shorter than 8 characters");
const url = z
  .url({ protocol: /^https?$/, error: "is not an http:// or https:// URL" })
  .transform((value) => value.replace(/\/+$/, ""));
const whole = (min: number, max = Number.MAX_SAFE_INTEGER) => z.coerce.number().int().min(min).max(max);
const yes = z.stringbool();
const list = z
  .string()
  .default("")
  .transform((value) =>
    value
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean),
  );

const schema = {
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  DATABASE_URL: z.string().refine(isDatabaseUrl, "is not a postgresql:// URL").optional(),
  DIRECT_URL: z.string().optional(),
  DATABASE_POOL_MAX: whole(1, 500).default(10),
  AUTH_SECRET: secret.optional(),
  SESSION_SECRET: secret.optional(),
  SESSION_SECRET_PREVIOUS: secret.optional(),
  WHATSAPP_ACCESS_TOKEN: secret.optional(),
  WHATSAPP_PHONE_NUMBER_ID: z.string().regex(/^\d+$/, "is not a number id").optional(),
  WHATSAPP_VERIFY_TOKEN: secret.optional(),
  WHATSAPP_APP_SECRET: secret.optional(),
  WHATSAPP_APP_SECRET_PREVIOUS: secret.optional(),
  WHATSAPP_ALLOW_UNSIGNED: yes.default(false),
  WHATSAPP_API_URL: url.default("https://graph.facebook.com"),
  WHATSAPP_API_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, "is not a version such as v25.0")
    .default("v25.0"),
  CRON_SECRET: secret.optional(),
  JOB_RUNNER_TOKEN: secret.optional(),
  METRICS_TOKEN: secret.optional(),
  SECRETS_ROTATED_AT: z.iso.date("is not a date such as 2026-11-30").optional(),
  DEEPSEEK_API_KEY: z.string().min(1).optional(),
  DEEPSEEK_BASE_URL: url.default("https://api.deepseek.com"),
  DEEPSEEK_MODEL: z.string().default("deepseek-flash"),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: url.default("https://api.openai.com/v1"),
  OPENAI_MODEL: z.string().default("gpt-4o-mini"),
  OPENAI_TRANSCRIPTION_MODEL: z.string().min(1).optional(),
  OPENAI_EMBEDDING_MODEL: z.string().default("text-embedding-3-small"),
  KNOWLEDGE_PRIVATE_HOSTS: list,
  WEBHOOK_PRIVATE_HOSTS: list,
  AI_PROVIDERS: z
    .string()
    .default("deepseek,openai")
    .transform((value) => value.split(",").map((name) => name.trim()))
    .pipe(z.array(z.enum(["deepseek", "openai"], "is not a list of deepseek and openai")).min(1)),
  AI_TURN_TIMEOUT_MS: whole(100, 600_000).default(60_000),
  AI_ROUNDS_MAX: whole(1, 50).default(6),
  AI_DAILY_BUDGET_USD: z.coerce.number().positive().optional(),
  AI_DAILY_BUDGET_PER_CONTACT_USD: z.coerce.number().positive().optional(),
  AI_TIMEOUT_MS: whole(100, 300_000).default(30_000),
  AI_MAX_TOKENS_REPLY: whole(1, 32_000).default(600),
  AI_MAX_TOKENS_CONTEXT: whole(100, 1_000_000).default(6_000),
  AI_MAX_ATTEMPTS: whole(1, 20).default(4),
  AI_GIVE_UP_SECONDS: whole(1, 86_400).default(120),
  AI_UNAVAILABLE_MESSAGE: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .default(
      "Thank you for your message. We cannot answer automatically right now; a colleague will write to you here.",
    ),
  AI_HANDOVER_MESSAGE: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .default("One moment please, a colleague will continue with you here."),
  OPT_OUT_MESSAGE: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .default("You will not get any more messages from us. Write START to get them again."),
  OPT_IN_MESSAGE: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .default("You get our messages again. Write STOP to end them."),
  APP_URL: url.optional(),
  PORT: whole(1, 65_535).default(3000),
  REPLY_DEBOUNCE_MS: whole(0, 60_000).default(0),
  REPLY_RETHINK_MAX: whole(0, 20).default(3),
  READ_RECEIPTS: z.enum(["off", "typing", "always"]).default("typing"),
  TYPING_AFTER_MS: whole(0, 60_000).default(1_000),
  JOB_LEASE_SECONDS: whole(5, 3_600).default(60),
  JOB_MAX_ATTEMPTS: whole(1, 100).default(8),
  JOB_RETRY_BASE_MS: whole(1, 600_000).default(1_000),
  RUNNER_CONCURRENCY: whole(1, 1_000).default(16),
  RUNNER_BATCH: whole(1, 1_000).default(50),
  SEND_TIMEOUT_MS: whole(100, 120_000).default(15_000),
  SEND_RECONCILE_SECONDS: whole(1, 86_400).default(120),
  CIRCUIT_FAILURES: whole(1, 1_000).default(3),
  CIRCUIT_COOLDOWN_MS: whole(10, 3_600_000).default(30_000),
  SCHEMA_ALLOW: list,
  SHUTDOWN_GRACE_MS: whole(0, 300_000).default(5_000),
  SHUTDOWN_DELAY_MS: whole(0, 300_000).default(3_000),
  UNCERTAIN_SEND_POLICY: z.enum(["resend", "hold"]).default("resend"),
  SENTRY_DSN: z
    .string()
    .regex(/^https?:\/\/\w+@[^/@\s]+\/([^\s?#]+\/)?\d+$/, "is not a Sentry DSN (https://key@host/number)")
    .optional(),
  SENTRY_ENVIRONMENT: z.string().optional(),
  SLACK_WEBHOOK_URL: url.optional(),
  SLACK_BOT_TOKEN: secret.optional(),
  SLACK_CHANNEL: z.string().optional(),
  SLACK_API_URL: url.default("https://slack.com/api"),
  ALERT_REPEAT_MINUTES: whole(1, 10_080).default(60),
  ALERT_ERROR_COUNT: whole(1, 1_000).default(20),
  ALERT_TRANSACTION_MINUTES: whole(0, 10_080).default(10),
  RETENTION_WEBHOOK_DAYS: whole(1, 3_650).default(7),
  RETENTION_DEDUPE_HOURS: whole(1, 87_600).default(192),
  RETENTION_RECEIPT_DAYS: whole(9, 36_500).default(90),
  RETENTION_JOB_DAYS: whole(9, 36_500).default(90),
  RETENTION_NOTIFICATION_DAYS: whole(1, 36_500).default(30),
  RETENTION_AI_USAGE_DAYS: whole(32, 36_500).default(400),
  RETENTION_AUDIT_DAYS: whole(90, 36_500).default(730),
  RETENTION_MESSAGE_DAYS: whole(30, 36_500).optional(),
  MEDIA_DIR: z.string().default("./.data/media"),
  MEDIA_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "is not the name of a bucket")
    .optional(),
  MEDIA_S3_REGION: z.string().default("us-east-1"),
  MEDIA_S3_ENDPOINT: url.optional(),
  MEDIA_S3_ACCESS_KEY_ID: z.string().optional(),
  MEDIA_S3_SECRET_ACCESS_KEY: secret.optional(),
  MEDIA_MAX_BYTES: whole(1).default(104_857_600),
  MEDIA_CONCURRENCY: whole(1, 64).default(4),
  MEDIA_TIMEOUT_MS: whole(100, 3_600_000).default(120_000),
  MEDIA_IDLE_TIMEOUT_MS: whole(10, 3_600_000).default(15_000),
  MEDIA_HOSTS: list,
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  LOG_PHONE_NUMBERS: yes.default(false),
  ALLOW_TOKEN_IN_QUERY: yes.default(true),
  TRUSTED_IP_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, "is not the name of a header")
    .optional(),
  TRUSTED_PROXY_HOPS: whole(1, 10).optional(),
  INBOX_WITHOUT_SIGN_IN: yes.default(false),
  DEV_PHONE: yes.default(false),
  SIMULATOR_URL: url.optional(),
  INBOX_REQUESTS_PER_HOUR: whole(1).default(1_000),
  GIT_COMMIT: z.string().optional(),
  VERCEL_GIT_COMMIT_SHA: z.string().optional(),
  BUILD_COMMIT: z.string().optional(),
} satisfies Record<string, z.ZodType>;

type Schema = typeof schema;
export type Env = { [Name in keyof Schema]: z.infer<Schema[Name]> };
type EnvName = keyof Env;

/** Names a variable and what is wrong with it; never its value. */
export interface EnvProblem {
  name: EnvName;
  problem: string;
}

/** Without these a production process cannot do its work. WhatsApp's token and number may come from the Integration table. */
const requiredInProduction: EnvName[] = [
  "DATABASE_URL",
  "AUTH_SECRET",
  "SESSION_SECRET",
  "WHATSAPP_VERIFY_TOKEN",
  "WHATSAPP_APP_SECRET",
  "CRON_SECRET",
  "JOB_RUNNER_TOKEN",
];

/**
 * Without these a production process does not start. One without the app secret does, and says at every webhook and at
 * /health/ready that it cannot take any: nothing is lost, Meta redelivers.
 */
export function isNeededToStart(name: EnvName): boolean {
  return name !== "WHATSAPP_APP_SECRET" && requiredInProduction.includes(name);
}

/** Reads a set of variables. An empty variable counts as unset; a wrong one is reported and its default used. */
export function parseEnv(source: Record<string, string | undefined>): { env: Env; problems: EnvProblem[] } {
  const problems: EnvProblem[] = [];
  const entries = Object.entries(schema).map(([key, type]) => {
    const name = key as EnvName;
    const value = source[name] === "" ? undefined : source[name];
    const parsed = type.safeParse(value);
    if (parsed.success) return [name, parsed.data];
    problems.push({ name, problem: parsed.error.issues.map((issue) => issue.message).join(", ") });
    return [name, type.safeParse(undefined).data];
  });
  const env = Object.fromEntries(entries) as Env;
  if (env.NODE_ENV === "production") problems.push(...missingInProduction(env, problems));
  return { env, problems };
}

function missingInProduction(env: Env, known: EnvProblem[]): EnvProblem[] {
  return requiredInProduction
    .filter((name) => env[name] === undefined && !known.some((problem) => problem.name === name))
    .filter((name) => !(name === "WHATSAPP_APP_SECRET" && env.WHATSAPP_ALLOW_UNSIGNED))
    .map((name) => ({ name, problem: "is not set" }));
}

let current: ReturnType<typeof parseEnv> | undefined;

export function env(): Env {
  return read().env;
}

/** What is missing or wrong in the environment of this process. */
export function envProblems(): EnvProblem[] {
  return read().problems;
}

function read(): ReturnType<typeof parseEnv> {
  // Written out, so that the build (next.config.ts) can put the commit it was made from in its place.
  current ??= parseEnv({ ...process.env, BUILD_COMMIT: process.env.BUILD_COMMIT });
  return current;
}

/** Reads process.env again; for tests and for scripts that set variables before they start. */
export function reloadEnv(): Env {
  current = undefined;
  return env();
}
