import { beforeAll, describe, expect, it } from "vitest";
import { measureAck } from "@/app/_http/measure-ack";
import { readMetrics } from "@/domain/health";
import { metrics, recordSchemaFindings } from "@/infra/monitoring/metrics";
import { startMonitoring } from "@/infra/monitoring/start-monitoring";
import { log } from "@/lib/logger";
import { expectedMetrics } from "../../../scripts/monitoring/check-metrics";
import { createIntegration, customerWrites, newCustomer } from "../../support/factories";
import { ownDatabase, rows } from "../../support/own-database";

ownDatabase();

const customer = newCustomer();
let organizationId = "";

beforeAll(async () => {
  await startMonitoring();
  const integration = await createIntegration();
  organizationId = integration.organizationId;
  await customerWrites(integration.phoneNumberId, customer, "canary-text-of-a-customer");
});

/** The samples of a metric as they are served. */
async function samples(name: string): Promise<string[]> {
  const { text } = await readMetrics();
  return text.split("\n").filter((line) => new RegExp(`^replyonce_${name}[{ ]`).test(line));
}

describe("the webhook's acknowledgement", () => {
  it("is measured by what it was answered, in steps around 250 ms", async () => {
    const request = new Request("http://127.0.0.1/api/webhooks/whatsapp", { method: "POST" });
    for (const status of [200, 200, 401, 503, 500])
      await measureAck(async () => new Response(null, { status }))(request);
    const [steps, counts] = [
      await samples("webhook_ack_seconds_bucket"),
      await samples("webhook_ack_seconds_count"),
    ];
    expect(counts).toEqual([
      'replyonce_webhook_ack_seconds_count{outcome="accepted"} 2',
      'replyonce_webhook_ack_seconds_count{outcome="unsigned"} 1',
      'replyonce_webhook_ack_seconds_count{outcome="unavailable"} 1',
      'replyonce_webhook_ack_seconds_count{outcome="failed"} 1',
    ]);
    expect(steps).toContain('replyonce_webhook_ack_seconds_bucket{le="0.25",outcome="accepted"} 2');
  });
});

describe("errors", () => {
  it.each([
    ["[WEBHOOK] Item cannot be stored", {}, "webhook"],
    ["[JOB-RUNNER] Job failed unexpectedly", {}, "runner"],
    ["[CIRCUIT] Opened", { circuit: "meta" }, "sender"],
    ["[CIRCUIT] Opened", { circuit: "openai" }, "ai"],
    ["[DB-MISMATCH]", {}, "database"],
    ["[HTTP] Request failed", { path: "/api/cron/cleanup", code: "INTERNAL" }, "cron"],
    ["[HTTP] Request failed", { path: "/api/webhooks/whatsapp", code: "DATABASE_UNAVAILABLE" }, "database"],
    ["[STARTUP] Environment", {}, "health"],
    ["without a tag", {}, "other"],
  ])("%s %j counts for its component", async (text, fields, component) => {
    metrics().errors.reset();
    log("error", text, fields);
    log("warn", text, fields);
    expect(await samples("errors_total")).toEqual([`replyonce_errors_total{component="${component}"} 1`]);
  });
});

describe("what the database knows", () => {
  it("tokens, calls and cost of the AI, of the last day, by provider and model", async () => {
    await rows(
      `INSERT INTO "AiUsage" ("organizationId", provider, model, "inputTokens", "outputTokens", "costMicroUsd", "elapsedMs",
         "errorCode", "createdAt") VALUES
       ($1, 'deepseek', 'deepseek-chat', 1000, 200, 364, 1, NULL, now()),
       ($1, 'deepseek', 'deepseek-chat', 0, 0, NULL, 1, 'TIMEOUT', now()),
       ($1, 'deepseek', 'deepseek-chat', 9000, 9000, 9000, 1, NULL, now() - interval '2 days'),
       ($1, 'openai', 'of-unknown-price', 10, 20, NULL, 1, NULL, now())`,
      [organizationId],
    );
    const [calls, tokens, cost] = [
      await samples("ai_calls_last_day"),
      await samples("ai_tokens_last_day"),
      await samples("ai_cost_usd_last_day"),
    ];
    expect(calls).toContain(
      'replyonce_ai_calls_last_day{provider="deepseek",model="deepseek-chat",outcome="failed"} 1',
    );
    expect(tokens.toSorted()).toEqual([
      'replyonce_ai_tokens_last_day{provider="deepseek",model="deepseek-chat",direction="in"} 1000',
      'replyonce_ai_tokens_last_day{provider="deepseek",model="deepseek-chat",direction="out"} 200',
      'replyonce_ai_tokens_last_day{provider="openai",model="of-unknown-price",direction="in"} 10',
      'replyonce_ai_tokens_last_day{provider="openai",model="of-unknown-price",direction="out"} 20',
    ]);
    expect(cost).toEqual([
      'replyonce_ai_cost_usd_last_day{provider="deepseek",model="deepseek-chat"} 0.000364',
    ]);
    await rows(`DELETE FROM "AiUsage"`);
    expect(await samples("ai_tokens_last_day")).toEqual([]);
  });

  it("how long ago the cron began", async () => {
    expect(await samples("cron_age_seconds")).toEqual(["replyonce_cron_age_seconds Nan"]);
    await rows(
      `INSERT INTO "CronRun" (name, "startedAt") VALUES ('run-outbound-jobs', now() - interval '500 seconds')`,
    );
    const [age] = await samples("cron_age_seconds");
    expect(Number(age?.split(" ")[1])).toBeGreaterThanOrEqual(500);
  });
});

it("differences between database and schema show by severity", async () => {
  recordSchemaFindings({ fail: 2, warn: 1, note: 0 });
  expect(await samples("schema_findings")).toEqual([
    'replyonce_schema_findings{severity="fail"} 2',
    'replyonce_schema_findings{severity="warn"} 1',
    'replyonce_schema_findings{severity="note"} 0',
  ]);
});

it("the share of unknown outcomes is that of all sends", async () => {
  metrics().sends.inc({ outcome: "accepted" }, 3);
  metrics().sends.inc({ outcome: "unknown" }, 1);
  expect(await samples("unknown_send_ratio")).toEqual(["replyonce_unknown_send_ratio 0.25"]);
});

it("nothing served names a customer, and every name begins with the product's", async () => {
  const { text } = await readMetrics();
  expect(text).not.toContain(customer);
  expect(text).not.toContain("canary");
  const names = text.split("\n").flatMap((line) => (line && !line.startsWith("#") ? [line] : []));
  expect(names.filter((line) => !line.startsWith("replyonce_"))).toEqual([]);
});

it("verify:monitoring expects everything of the product's own that is served, and one of Node's", async () => {
  const { text } = await readMetrics();
  const names = [...text.matchAll(/^# TYPE (\S+) /gm)].map((match) => match[1] ?? "");
  const own = names.filter((name) => !/^replyonce_(process|nodejs)_/.test(name));
  expect(expectedMetrics.filter((name) => !name.startsWith("replyonce_process_")).toSorted()).toEqual(
    own.toSorted(),
  );
  expect(names).toEqual(expect.arrayContaining(expectedMetrics));
});
