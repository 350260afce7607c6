// The processes beside which figures are measured, and what the product is told of them.

import { startTool, type Tool } from "./tool";

/** A message as it came in at Meta. */
export interface Arrival {
  to: string;
  wamid: string;
  /** By nowMs(). */
  atMs: number;
  /** Whether the same send had come before. */
  isAgain: boolean;
}

export interface InstantApis extends Tool {
  env: Record<string, string>;
  /** Those after so many. */
  arrivals: (from?: number) => Promise<Arrival[]>;
}

export const PHONE_NUMBER_ID = "100000000002";

/** Made up for a server on this machine that is gone afterwards. */
export const secrets = {
  AUTH_SECRET: "bench-auth-secret-bench-auth-secret",
  SESSION_SECRET: "bench-session-secret-bench-session-secret",
  WHATSAPP_ACCESS_TOKEN: "bench-access-token",
  WHATSAPP_VERIFY_TOKEN: "bench-verify-token",
  WHATSAPP_APP_SECRET: "bench-app-secret-bench-app-secret",
  CRON_SECRET: "bench-cron-secret-bench-cron-secret",
  JOB_RUNNER_TOKEN: "bench-runner-token-bench-runner-token",
  METRICS_TOKEN: "bench-metrics-token-bench-metrics-token",
};

/** Meta and an AI that answer at once. */
export async function startInstantApis(): Promise<InstantApis> {
  const tool = startTool("instant-apis", {});
  const { port } = await tool.next<{ port: number }>();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...secrets,
    WHATSAPP_API_URL: url,
    WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    DEEPSEEK_API_KEY: "bench",
    DEEPSEEK_BASE_URL: `${url}/v1`,
    OPENAI_API_KEY: "",
    AI_PROVIDERS: "deepseek",
    LOG_LEVEL: "silent",
  };
  const arrivals = async (from = 0) =>
    (await (await fetch(`${url}/arrivals?from=${from}`)).json()) as Arrival[];
  return { ...tool, env, arrivals };
}
