// Log lines as JSON. `msg` carries the ids in logfmt so that it can be grepped, and the same ids are fields.
// Only the fields named here can be logged: a text, a phone number or a token has no field to be in.

import pino from "pino";
import { env } from "./env";
import { oncePerProcess } from "./once-per-process";

/** Everything that may appear beside a log line. Times are milliseconds. */
export interface LogFields {
  requestId?: string;
  jobId?: number;
  conversationId?: number;
  inboundMessageId?: number;
  inboundProviderMessageId?: string | null;
  messageId?: string | null;
  messageRowId?: number;
  ledgerId?: string;
  deliveryId?: string;
  assetId?: string;
  /** Of an outgoing webhook. */
  eventId?: string;
  endpointId?: string;
  integrationId?: string;
  contactId?: number;
  contact?: string;
  status?: string;
  statusCode?: number | undefined;
  method?: string;
  path?: string;
  provider?: string;
  model?: string;
  attempt?: number;
  code?: string;
  outcome?: string;
  reason?: string;
  elapsed?: string;
  delay?: string;
  /** An instant, ISO 8601. */
  until?: string;
  circuit?: string;
  phoneNumberId?: string;
  count?: number;
  remaining?: number;
  replyLength?: number;
  historyLength?: number;
  hasHandover?: boolean;
  wasDuplicate?: boolean;
  success?: boolean;
  /** Which of several secrets in rotation it was: 0 is the current one. */
  secretIndex?: number;
  table?: string;
  column?: string;
  constraint?: string;
  release?: string;
  port?: number;
  error?: string;
  counts?: Record<string, number>;
}

type Level = "debug" | "info" | "warn" | "error";

/** Writes `text` with its fields in logfmt: `log("info", "[CRON] trigger start", { requestId })`. */
export function log(level: Level, text: string, fields: LogFields = {}): void {
  logger()[level](fields, `${text}${logfmt(fields)}`);
  if (level === "error") tellObservers(text, fields);
}

/** Hears of every failure: each is logged as an error once, so this is where failures are counted and reported from. */
export type ErrorObserver = (text: string, fields: LogFields) => void;

/** Has `observe` called with every error that is logged from now on, whatever LOG_LEVEL lets through. */
export function observeErrors(name: string, observe: ErrorObserver): void {
  observers().set(name, observe);
}

function observers(): Map<string, ErrorObserver> {
  return oncePerProcess("error-observers", () => new Map());
}

function tellObservers(text: string, fields: LogFields): void {
  for (const [name, observe] of observers()) {
    try {
      observe(text, fields);
    } catch (error) {
      // Whoever logs is handling a failure already. Not by log(): that would come back here.
      logger().error(`[MONITORING] Observer failed name=${name} error=${quoted(String(error))}`);
    }
  }
}

/** `57` becomes `57ms`. */
export function elapsedSince(startedAt: number): string {
  return `${Math.round(performance.now() - startedAt)}ms`;
}

/** A customer's number for logs: the country code and the last two digits, unless LOG_PHONE_NUMBERS says otherwise. */
export function maskPhone(phone: string): string {
  if (env().LOG_PHONE_NUMBERS) return phone;
  return phone.length <= 6 ? "***" : `${phone.slice(0, 3)}***${phone.slice(-2)}`;
}

function logger(): pino.Logger {
  return oncePerProcess("logger", () =>
    pino({
      level: env().LOG_LEVEL,
      base: { service: "replyonce", pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    }),
  );
}

function logfmt(fields: LogFields): string {
  const parts = Object.entries(fields).filter(([, value]) => value !== undefined);
  return parts.map(([name, value]) => ` ${name}=${quoted(value)}`).join("");
}

function quoted(value: unknown): string {
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
  return /[\s"]/.test(text) ? JSON.stringify(text) : text;
}
