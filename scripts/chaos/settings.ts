// How the product and Meta are set up for a run: everything short, so that minutes show what otherwise takes hours.

import { randomBytes } from "node:crypto";
import type { SimulatorOptions } from "@/simulator";

const PHONE_NUMBER_ID = "106540352242922";
export const LEASE_SECONDS = 5;

/**
 * Longer than a receipt can be late here: it may meet a stopped app (9 s), then find PostgreSQL away and the other app
 * dead, and wait for its redelivery (2 s at most). So silence means that Meta took nothing, and the policy need not guess.
 */
export const RECONCILE_SECONDS = 30;

export interface Secrets {
  WHATSAPP_ACCESS_TOKEN: string;
  WHATSAPP_APP_SECRET: string;
  CRON_SECRET: string;
  [name: string]: string;
}

export function newSecrets(): Secrets {
  // The word is looked for in the logs.
  const secret = () => `canary-${randomBytes(24).toString("base64url")}`;
  return {
    AUTH_SECRET: secret(),
    SESSION_SECRET: secret(),
    WHATSAPP_ACCESS_TOKEN: secret(),
    WHATSAPP_VERIFY_TOKEN: secret(),
    WHATSAPP_APP_SECRET: secret(),
    CRON_SECRET: secret(),
    JOB_RUNNER_TOKEN: secret(),
    METRICS_TOKEN: secret(),
  };
}

/** What every process of the product gets. Attempts are plenty: giving a customer up is not what is tried here. */
export function productEnvironment(databaseUrl: string, secrets: Secrets): Record<string, string> {
  return {
    ...secrets,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    LOG_LEVEL: "info",
    DATABASE_URL: databaseUrl,
    WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    DEEPSEEK_API_KEY: "scripted",
    OPENAI_API_KEY: "scripted",
    AI_TIMEOUT_MS: "2000",
    AI_MAX_ATTEMPTS: "20",
    AI_GIVE_UP_SECONDS: "3600",
    JOB_LEASE_SECONDS: String(LEASE_SECONDS),
    JOB_MAX_ATTEMPTS: "100",
    JOB_RETRY_BASE_MS: "200",
    SEND_TIMEOUT_MS: "2000",
    SEND_RECONCILE_SECONDS: String(RECONCILE_SECONDS),
    UNCERTAIN_SEND_POLICY: "resend",
    CIRCUIT_FAILURES: "3",
    CIRCUIT_COOLDOWN_MS: "2000",
    SHUTDOWN_DELAY_MS: "0",
  };
}

/** Where the product finds Meta and the AIs. */
export function simulatorEnvironment(simulatorUrl: string): Record<string, string> {
  return {
    WHATSAPP_API_URL: simulatorUrl,
    DEEPSEEK_BASE_URL: `${simulatorUrl}/ai/deepseek`,
    OPENAI_BASE_URL: `${simulatorUrl}/ai/openai/v1`,
  };
}

export function simulatorSettings(secrets: Secrets): SimulatorOptions {
  return {
    accessTokens: [secrets.WHATSAPP_ACCESS_TOKEN],
    appSecret: secrets.WHATSAPP_APP_SECRET,
    // `sent` at once, so that it often comes before the answer to the call does, as Meta's do.
    receipts: { sentMs: 0, deliveredMs: 80, batchMax: 5, batchWindowMs: 10 },
    // Patient: giving up on a slow answer would only double the work of a busy app.
    redelivery: { firstMs: 200, maxMs: 2_000, timeoutMs: 10_000 },
    // Refusals for too many messages are thrown in on purpose; real ones would only slow the run.
    rateLimits: { numberPerSecond: null },
    ai: { delayMs: 80 },
  };
}
