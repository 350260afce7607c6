// Errors to Sentry. The core client alone: it builds and sends events, and patches nothing of the process (no HTTP, no
// console, no handler of uncaught errors), so that where Sentry is away nothing waits for it.

import type { Event } from "@sentry/core";
import type { ServerRuntimeClient } from "@sentry/core/server";
import { env } from "@/lib/env";
import { type LogFields, observeErrors } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";
import { release } from "@/lib/release";
import { componentOf } from "./count-errors";
import { scrub } from "./scrub";

const SEND_TIMEOUT_MS = 5_000;
const BUFFER_MAX = 30; // Events on their way at once; those beyond are dropped, not queued in memory.

/** What of a log line's fields may leave. Ids of Meta hold phone numbers and stay here. */
const tagged = [
  "jobId",
  "requestId",
  "code",
  "status",
  "statusCode",
  "circuit",
  "provider",
  "model",
] as const;
const added = [
  "conversationId",
  "deliveryId",
  "ledgerId",
  "integrationId",
  "method",
  "path",
  "attempt",
] as const;
const described = ["error", "reason", "table", "column", "outcome"] as const;

/** Sends every error that is logged from now on to SENTRY_DSN. Without it nothing is done, nor loaded. */
export async function startSentry(): Promise<void> {
  const { SENTRY_DSN } = env();
  if (!SENTRY_DSN || sentry().client) return;
  const created = await createClient(SENTRY_DSN);
  sentry().client = created;
  observeErrors("sentry", (text, fields) => void created.captureEvent(toEvent(text, fields)));
}

/** Sends one event. @returns whether Sentry has taken it within `timeoutMs`; false also when it is not started. */
export async function sendTestEvent(timeoutMs: number): Promise<boolean> {
  const { client } = sentry();
  if (!client) return false;
  let isTaken = false;
  client.on("afterSendEvent", (_, { statusCode = 0 }) => {
    isTaken = statusCode >= 200 && statusCode < 300;
  });
  client.captureEvent({ ...toEvent("[MONITORING] Test event", {}), level: "info" });
  await client.flush(timeoutMs);
  return isTaken;
}

/** Waits until what was reported has been sent, at most `timeoutMs`. For the end of a process. */
export async function flushSentry(timeoutMs: number): Promise<void> {
  await sentry().client?.flush(timeoutMs);
}

/** Ends it, so that another DSN can be started. */
export async function stopSentry(timeoutMs: number): Promise<void> {
  const { client } = sentry();
  sentry().client = undefined;
  observeErrors("sentry", () => undefined);
  await client?.close(timeoutMs);
}

function sentry(): { client?: ServerRuntimeClient } {
  return oncePerProcess("sentry", () => ({}));
}

async function createClient(dsn: string): Promise<ServerRuntimeClient> {
  const { createStackParser, createTransport } = await import("@sentry/core");
  const { ServerRuntimeClient } = await import("@sentry/core/server");
  const { NODE_ENV, SENTRY_ENVIRONMENT } = env();
  const { version, releaseId } = release();
  const created = new ServerRuntimeClient({
    dsn,
    release: releaseId ?? version,
    environment: SENTRY_ENVIRONMENT ?? NODE_ENV,
    platform: "node",
    runtime: { name: "node", version: process.version },
    integrations: [],
    sendClientReports: false,
    stackParser: createStackParser(),
    transportOptions: { bufferSize: BUFFER_MAX },
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        const response = await fetch(options.url, {
          method: "POST",
          headers: options.headers,
          body: body as BodyInit,
          signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
        });
        await response.arrayBuffer();
        const headers = {
          "x-sentry-rate-limits": response.headers.get("x-sentry-rate-limits"),
          "retry-after": response.headers.get("retry-after"),
        };
        return { statusCode: response.status, headers };
      }),
    beforeSend: (event) => withoutPerson(event),
  });
  created.init();
  return created;
}

function toEvent(text: string, fields: LogFields): Event {
  const message = text.trim();
  return {
    level: "error",
    message,
    // One issue for one place in the code and one reason, whatever ids are in it.
    fingerprint: [message, fields.code ?? ""],
    tags: { component: componentOf(text, fields), ...pick(fields, tagged) },
    extra: { ...pick(fields, added), ...pick(fields, described) },
  };
}

/** The last thing before an event leaves, whoever made it. */
function withoutPerson<T extends Event>(event: T): T {
  const { user: _user, request: _request, breadcrumbs: _breadcrumbs, server_name: _server, ...kept } = event;
  return {
    ...kept,
    message: scrub(event.message ?? ""),
    fingerprint: event.fingerprint?.map(scrubUnlessWord),
    tags: clean(event.tags),
    extra: clean(event.extra),
  } as T;
}

function clean(values: object = {}): object {
  const isSentence = (name: string) => (described as readonly string[]).includes(name);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isSentence(name) ? scrub(String(value)) : scrubUnlessWord(value),
    ]),
  );
}

/** Ids, codes and paths may pass as they are; anything longer may quote somebody. */
function scrubUnlessWord(value: unknown): unknown {
  if (typeof value !== "string" || /^[\w.:/-]{1,100}$/.test(value)) return value;
  return scrub(value);
}

function pick<Name extends keyof LogFields>(fields: LogFields, names: readonly Name[]) {
  const found = names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]);
  return Object.fromEntries(found) as Record<string, string | number>;
}
