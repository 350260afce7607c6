// What the commands that play Meta do: post signed bytes to a webhook and tell how it was answered.

import { metaJson, signatureOf } from "@/simulator";
import type { ExitCode } from "../local/run-command";

const TIMEOUT_MS = 15_000;

/** `status` is null when there was no answer; `error` says why. */
export interface Answer {
  status: number | null;
  elapsedMs: number;
  error?: string;
}

export interface Target {
  url: string;
  secret: string;
}

/** Where webhooks go: the option, else the app of the environment. @throws when they cannot be signed. */
export function targetOf(options: { url?: string }): Target {
  const { APP_URL, WHATSAPP_APP_SECRET: secret } = process.env;
  const app = (APP_URL || "http://localhost:3000").replace(/\/+$/, "");
  if (!secret) throw new Error("Set WHATSAPP_APP_SECRET: a webhook that is not signed is refused");
  return { url: options.url ?? `${app}/api/webhooks/whatsapp`, secret };
}

/** Posts a body as Meta writes and signs it. */
export async function postWebhook({ url, secret }: Target, body: unknown): Promise<Answer> {
  const bytes = metaJson(body);
  const startedAt = Date.now();
  const elapsed = () => ({ elapsedMs: Date.now() - startedAt });
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-hub-signature-256": signatureOf(bytes, secret) },
      body: new Uint8Array(bytes),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      // Meta follows no redirect; one is an answer that is not 200.
      redirect: "manual",
    });
    await response.arrayBuffer();
    return { status: response.status, ...elapsed() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { status: null, error: cause instanceof Error ? cause.message : String(cause), ...elapsed() };
  }
}

/** 0 when all were answered 200, 2 when one could not be sent, else 1. Meta takes nothing but 200 for success. */
export function exitCodeOfAnswers(answers: { status: number | null }[]): ExitCode {
  if (answers.length === 0 || answers.some(({ status }) => status === null)) return 2;
  return answers.every(({ status }) => status === 200) ? 0 : 1;
}

/** `200 ×3, no answer (connect ECONNREFUSED …)` */
export function describeAnswers(answers: { status: number | null; error?: string }[]): string {
  const counts = new Map<string, number>();
  for (const { status, error } of answers) {
    const text = status === null ? `no answer (${error ?? "the connection broke"})` : String(status);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => (count > 1 ? `${text} ×${count}` : text)).join(", ");
}
