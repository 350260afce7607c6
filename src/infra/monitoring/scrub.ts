// What leaves this house for Sentry or Slack: sentences for operators, without secrets, phone numbers or message texts.
// Errors of others may quote any of them.

import { type Env, env } from "@/lib/env";

const TEXT_MAX = 1_000;

const shapes: [RegExp, string][] = [
  // Before the rest: a URL's password is part of it.
  [/\b([a-z][a-z0-9+]*:\/\/)[^\s/@]+@/gi, "$1[secret]@"],
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, "$1 [secret]"],
  [/\b(token|access_token|api[_-]?key|secret|password|hub\.verify_token)=[^\s&"']+/gi, "$1=[secret]"],
  [/\b(EAA[A-Za-z0-9]{8,}|sk-[A-Za-z0-9_-]{8,}|xox[a-z]-[A-Za-z0-9-]{8,})/g, "[secret]"],
  // A wamid holds the customer's number (base64).
  [/\bwamid\.[A-Za-z0-9+/=_-]+/g, "wamid.[hidden]"],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "[email]"],
  // Neither a date nor an IPv4 address is one.
  [/(?<!\d[.-]?)(?!\d{4}-\d\d-\d\d)(?!\d{1,3}(\.\d{1,3}){3}(?![\d.]))\+?\d[\d\s().-]{6,}\d/g, "[number]"],
];

/** What is quoted may be a customer's text, unless the word before says that it is a name of ours. */
const quotation =
  /(?<!\w)(?<!\b(?:column|relation|table|constraint|type|index|enum|function|sequence|schema|database|role|model) )(["'`«“])(?:(?!["`»”]).)*?["'`»”](?!\w)/gs;

/** Secrets of this process, by value. */
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
  "DATABASE_URL",
  "SENTRY_DSN",
] as const satisfies (keyof Env)[];

export function scrub(text: string): string {
  const known = env();
  let clean = text.slice(0, TEXT_MAX * 4);
  for (const name of secretNames) {
    const value = known[name];
    if (value) clean = clean.replaceAll(value, "[secret]");
  }
  for (const [shape, replacement] of shapes) clean = clean.replace(shape, replacement);
  return clean.replace(quotation, "$1[text]$1").slice(0, TEXT_MAX);
}
