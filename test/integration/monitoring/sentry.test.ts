import { afterEach, describe, expect, it } from "vitest";
import { sendTestEvent, startSentry, stopSentry } from "@/infra/monitoring/sentry";
import { endMonitoring } from "@/infra/monitoring/start-monitoring";
import { parseEnv } from "@/lib/env";
import { type LogFields, log } from "@/lib/logger";
import { freePort } from "../../../scripts/local/free-port";
import { secrets } from "../../support/own-app";
import { recordingServer } from "../../support/recording-server";
import { setEnv } from "../../support/with-env";

const ingest = recordingServer();

afterEach(() => stopSentry(100));

async function start(port = ingest.port): Promise<void> {
  setEnv({
    ...secrets,
    SENTRY_DSN: `http://canarypublickey@127.0.0.1:${port}/42`,
    SENTRY_ENVIRONMENT: "staging",
    GIT_COMMIT: "0123456789abcdef",
  });
  await startSentry();
}

/** The events that have arrived, out of their envelopes (Sentry, envelopes: a line of JSON each). */
function events() {
  return ingest.requests.flatMap(({ body }) => {
    const lines = body.split("\n").map((line) => JSON.parse(line));
    return lines[1]?.type === "event" ? [lines[2]] : [];
  });
}

describe("an error in the log", () => {
  it("arrives at Sentry once, with what is needed to find it again", async () => {
    await start();
    log("warn", "[WEBHOOK] Not an error", {});
    log("error", "[JOB-RUNNER] Job failed unexpectedly", {
      jobId: 7,
      requestId: "job_7_1763806947123",
      code: "INTERNAL",
      error: 'column "deletedAt" does not exist',
    });
    await endMonitoring(2_000);
    expect(events()).toHaveLength(1);
    expect(events()[0]).toMatchObject({
      level: "error",
      message: "[JOB-RUNNER] Job failed unexpectedly",
      release: "0123456789ab",
      environment: "staging",
      tags: { component: "runner", jobId: 7, requestId: "job_7_1763806947123", code: "INTERNAL" },
      extra: { error: 'column "deletedAt" does not exist' },
    });
    expect(ingest.requests[0]?.path).toMatch(/^\/api\/42\/envelope\//);
  });

  it("arrives without secrets, numbers and texts, wherever they were", async () => {
    await start();
    const text = "canary text of a customer";
    const quotes: LogFields[] = [
      { error: `invalid input syntax for type json: "${text}"` },
      { error: `value '${text}' is too long` },
      { reason: "Recipient +55 11 91234-5678 is not valid, 5511912345678" },
      { error: `connect failed postgresql://app:${secrets.SESSION_SECRET}@db.internal/x` },
      { error: `401 Bearer ${secrets.JOB_RUNNER_TOKEN}` },
      { error: `GET /api/cron/cleanup?token=${secrets.CRON_SECRET}` },
      {
        error: `token ${secrets.WHATSAPP_ACCESS_TOKEN}; other EAAcanarycanarycanary; sk-canary-key-0123456789`,
      },
      { error: "unknown wamid.HBgNNTUxMTkxMjM0NTY3OBUCABEYEjA", messageId: "wamid.HBgNNTUxMTkxMjM0NTY3OBUC" },
      {
        error: "mail canary@example.org",
        contact: "5511912345678",
        inboundProviderMessageId: "wamid.canary",
      },
    ];
    for (const fields of quotes) log("error", "[WEBHOOK] Item cannot be stored", fields);
    log("error", `[WEBHOOK] From 5511912345678: "${text}"`, { code: `"${text}"` });
    await endMonitoring(2_000);
    expect(events()).toHaveLength(quotes.length + 1);
    // The public key of the DSN is how an envelope says whose it is.
    const sent = ingest.requests.map(({ body }) => body.replaceAll("canarypublickey", "")).join("\n");
    expect(sent).not.toMatch(/canary/i);
    expect(sent).not.toMatch(/5511912345678|91234/);
    expect(sent).not.toContain("HBgN");
    for (const event of events())
      for (const name of ["user", "request", "breadcrumbs", "server_name"])
        expect(event).not.toHaveProperty(name);
  });
});

describe("a Sentry that is away", () => {
  it.each(["hangs", "refuses", "answers 500"])(
    "that %s slows nothing down and fails nothing",
    async (how) => {
      if (how === "hangs") ingest.answer = () => undefined;
      if (how === "answers 500") ingest.answer = (response) => void response.writeHead(500).end();
      await start(how === "refuses" ? await freePort(39_000) : undefined);
      const startedAt = performance.now();
      for (let n = 0; n < 500; n += 1)
        log("error", "[WEBHOOK] Item cannot be stored", { requestId: `webhook_${n}` });
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      await endMonitoring(200);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      // Not one call for each: those beyond the few on their way are dropped.
      if (how === "hangs") expect(ingest.requests.length).toBeLessThanOrEqual(30);
    },
  );
});

describe("a test event", () => {
  it("says whether Sentry has taken it", async () => {
    expect(await sendTestEvent(500)).toBe(false);
    await start();
    expect(await sendTestEvent(2_000)).toBe(true);
    ingest.answer = (response) => void response.writeHead(403).end();
    expect(await sendTestEvent(2_000)).toBe(false);
  });
});

it.each([
  ["https://abc123@o1.ingest.sentry.io/42", true],
  ["https://abc123@errors.example.org/sub/42", true],
  ["https://o1.ingest.sentry.io/42", false],
  ["https://abc123@o1.ingest.sentry.io", false],
  ["https://abc123@o1.ingest.sentry.io/project", false],
])("%s is a DSN: %s", (dsn, isOne) => {
  expect(parseEnv({ SENTRY_DSN: dsn }).problems.map(({ name }) => name)).toEqual(isOne ? [] : ["SENTRY_DSN"]);
});
