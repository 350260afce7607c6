import { type Env, env } from "./env";

/** The variables whose values nobody outside may see. */
const secretNames = [
  "AUTH_SECRET",
  "SESSION_SECRET",
  "SESSION_SECRET_PREVIOUS",
  "WHATSAPP_ACCESS_TOKEN",
  "WHATSAPP_VERIFY_TOKEN",
  "WHATSAPP_APP_SECRET",
  "WHATSAPP_APP_SECRET_PREVIOUS",
  "CRON_SECRET",
  "JOB_RUNNER_TOKEN",
  "METRICS_TOKEN",
  "DEEPSEEK_API_KEY",
  "OPENAI_API_KEY",
  "SLACK_BOT_TOKEN",
  "SLACK_WEBHOOK_URL",
  "MEDIA_S3_SECRET_ACCESS_KEY",
  "DATABASE_URL",
  "DIRECT_URL",
  "SENTRY_DSN",
] as const satisfies (keyof Env)[];

/** The secrets of this process that are set, by value. */
export function secretValues(): string[] {
  const variables = env();
  return secretNames.flatMap((name) => variables[name] ?? []);
}
