// What is changed in a good set-up, one thing at a time, and which line of npm run readiness shows it.

import { randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Wishes } from "../../../scripts/readiness/setup";

const PHONE_NUMBER_ID = "106540352242922";
export const checkouts = mkdtempSync(join(tmpdir(), "readiness-"));

const newSecret = () => randomBytes(32).toString("base64url");
const today = new Date().toISOString().slice(0, 10);
/** An environment in which everything holds. */
export const good: Record<string, string> = {
  ...Object.fromEntries(
    [
      "AUTH_SECRET",
      "SESSION_SECRET",
      "CRON_SECRET",
      "JOB_RUNNER_TOKEN",
      "WHATSAPP_VERIFY_TOKEN",
      "METRICS_TOKEN",
      "WHATSAPP_APP_SECRET",
      "WHATSAPP_ACCESS_TOKEN",
    ].map((name) => [name, newSecret()]),
  ),
  WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
  DEEPSEEK_API_KEY: `sk-${newSecret()}`,
  OPENAI_API_KEY: `sk-proj-${newSecret()}`,
  APP_URL: "https://replies.example",
  SENTRY_DSN: "https://key@errors.example/1",
  SLACK_WEBHOOK_URL: "https://hooks.example/services/x",
  SECRETS_ROTATED_AT: today,
  MEDIA_DIR: join(checkouts, "media"),
};

export interface Change {
  variables?: Record<string, string | undefined>;
  wishes?: Partial<Wishes>;
  sql?: string;
  undo?: string;
}

/** A checkout with another vercel.json. */
function checkout(vercel: object, route = 'export const GET = handleRoute("cron", work);'): string {
  const place = mkdtempSync(join(checkouts, "checkout-"));
  copyFileSync("package.json", join(place, "package.json"));
  writeFileSync(join(place, "vercel.json"), JSON.stringify(vercel));
  const file = join(place, "src", "app", "api", "tick", "route.ts");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, route);
  return place;
}

const crons = [{ path: "/api/tick", schedule: "0 4 * * *" }];

export const fieldsOf = (name: string) => ({ [name]: undefined });
const job = `INSERT INTO "OutboundJob" ("organizationId", "conversationId", "idempotencyKey", "requestId", "runAt")
  SELECT c."organizationId", c.id, 'late', 'r', now() - interval '1 hour' FROM c`;
const lateJob = `WITH p AS (
    INSERT INTO "Contact" ("organizationId", address, phone) SELECT id, 'late', '1' FROM "Organization" LIMIT 1 RETURNING id, "organizationId"
  ), c AS (
    INSERT INTO "Conversation" ("organizationId", "integrationId", "contactId")
    SELECT p."organizationId", i.id, p.id FROM p, "Integration" i LIMIT 1 RETURNING id, "organizationId"
  ) ${job}`;

/** What is changed, how, and the lines that are then not green. */
export const changes: [what: string, change: Change, off: Record<string, string>][] = [
  [
    "the folder for files cannot be written",
    { variables: { MEDIA_DIR: "package.json" } },
    { "media storage": "warn" },
  ],
  [
    "a bucket for files is named without its keys",
    { variables: { MEDIA_S3_BUCKET: "files" } },
    { "media storage": "warn" },
  ],
  ["a variable is missing", { variables: fieldsOf("AUTH_SECRET") }, { variables: "fail" }],
  ["a variable is wrong", { variables: { JOB_LEASE_SECONDS: "often" } }, { variables: "fail" }],
  ["a secret is short", { variables: { CRON_SECRET: "s3cr-t9kX0" } }, { "secrets' strength": "fail" }],
  [
    "a secret repeats itself",
    { variables: { CRON_SECRET: "ab".repeat(20) } },
    { "secrets' strength": "fail" },
  ],
  [
    "a secret is a placeholder",
    { variables: { AUTH_SECRET: "change-me-before-you-go-live-0123456" } },
    { "secrets' strength": "fail" },
  ],
  [
    "a secret could be longer",
    { variables: { CRON_SECRET: newSecret().slice(0, 20) } },
    { "secrets' strength": "warn" },
  ],
  [
    "two secrets are the same",
    { variables: { CRON_SECRET: good.JOB_RUNNER_TOKEN } },
    { "secrets differ": "fail" },
  ],
  ["secrets are old", { variables: { SECRETS_ROTATED_AT: "2024-01-01" } }, { "secrets' age": "warn" }],
  [
    "nobody knows how old secrets are",
    { variables: fieldsOf("SECRETS_ROTATED_AT") },
    { "secrets' age": "warn" },
  ],
  ["APP_URL is not https", { variables: { APP_URL: "http://replies.example" } }, { addresses: "fail" }],
  ["APP_URL is this machine", { variables: { APP_URL: "https://localhost:3000" } }, { addresses: "fail" }],
  [
    "Meta is a simulator",
    { variables: { WHATSAPP_API_URL: "http://127.0.0.1:4000" } },
    { addresses: "fail" },
  ],
  ["webhooks need no signature", { variables: { WHATSAPP_ALLOW_UNSIGNED: "true" } }, { switches: "fail" }],
  ["everybody sees the inbox", { variables: { INBOX_WITHOUT_SIGN_IN: "true" } }, { switches: "fail" }],
  ["numbers are in the log", { variables: { LOG_PHONE_NUMBERS: "true" } }, { switches: "warn" }],
  ["Sentry is missing", { variables: fieldsOf("SENTRY_DSN") }, { monitoring: "warn" }],
  ["Slack is missing", { variables: fieldsOf("SLACK_WEBHOOK_URL") }, { monitoring: "warn" }],
  [
    "no AI has a key",
    { variables: { ...fieldsOf("DEEPSEEK_API_KEY"), ...fieldsOf("OPENAI_API_KEY") } },
    { "ai keys": "fail" },
  ],
  ["there is no second AI", { variables: fieldsOf("OPENAI_API_KEY") }, { "ai keys": "warn" }],
  [
    "a key has quotes around it",
    { variables: { OPENAI_API_KEY: `"sk-${newSecret()}"` } },
    { "ai keys": "fail" },
  ],
  ["a key was never filled in", { variables: { OPENAI_API_KEY: "undefined" } }, { "ai keys": "fail" }],
  ["the plan lets no cron run every minute", { wishes: { plan: "hobby" } }, { schedule: "fail" }],
  ["the plan is not said", { wishes: { plan: undefined } }, { schedule: "note" }],
  [
    "a cron has no route",
    { wishes: { folder: checkout({ crons: [{ ...crons[0], path: "/api/tock" }] }) } },
    { "cron routes": "fail" },
  ],
  [
    "a cron takes only POST",
    {
      wishes: {
        folder: checkout(
          { crons },
          'export const POST = run;\nexport const { GET, PUT } = otherMethods("POST");',
        ),
      },
    },
    { "cron routes": "fail" },
  ],
  [
    "a cron is redirected",
    { wishes: { folder: checkout({ crons, redirects: [{ source: "/api/:path*", destination: "/x" }] }) } },
    { "cron routes": "fail" },
  ],
  [
    "a trailing slash redirects",
    { wishes: { folder: checkout({ crons, trailingSlash: true }) } },
    { "cron routes": "fail" },
  ],
  ["nobody answers yet", { wishes: { url: "http://127.0.0.1:9" } }, { "circuit breakers": "warn" }],
  [
    "nobody is an admin",
    { sql: `UPDATE "User" SET "disabledAt" = now()`, undo: `UPDATE "User" SET "disabledAt" = NULL` },
    { admin: "fail" },
  ],
  [
    "no number has an access token",
    { variables: fieldsOf("WHATSAPP_ACCESS_TOKEN") },
    { integration: "fail" },
  ],
  [
    "a number is stopped",
    {
      sql: `INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId", status, "stoppedCode", "stoppedReason", "stoppedAt") SELECT 'x', id, 'x', '1', 'STOPPED', '190', 'expired', now() FROM "Organization" LIMIT 1`,
      undo: `DELETE FROM "Integration" WHERE id = 'x'`,
    },
    { queue: "warn" },
  ],
  [
    "a job waits for an hour",
    { sql: lateJob, undo: `DELETE FROM "Contact" WHERE address = 'late'` },
    { queue: "fail" },
  ],
  [
    "a webhook is parked",
    {
      sql: `INSERT INTO webhook_delivery_log (id, request_id, raw_body, status) VALUES (gen_random_uuid(), 'r', '{}', 'parked')`,
      undo: `DELETE FROM webhook_delivery_log`,
    },
    { queue: "fail" },
  ],
  [
    "the cron is dead",
    {
      sql: `UPDATE "CronRun" SET "finishedAt" = now() - interval '1 hour' WHERE name = 'run-outbound-jobs'`,
      undo: `UPDATE "CronRun" SET "finishedAt" = now()`,
    },
    { "cron heartbeat": "fail" },
  ],
  [
    "the cleanup is dead",
    {
      sql: `UPDATE "CronRun" SET "finishedAt" = now() - interval '3 days' WHERE name = 'cleanup'`,
      undo: `UPDATE "CronRun" SET "finishedAt" = now()`,
    },
    { cleanup: "fail" },
  ],
  [
    "a row points nowhere",
    {
      sql: `INSERT INTO "SendRate" ("integrationId", "fullAt", granted) SELECT id, now(), 1 FROM "Integration"; ALTER TABLE "SendRate" DISABLE TRIGGER ALL; UPDATE "SendRate" SET "integrationId" = 'nobody'`,
      undo: `DELETE FROM "SendRate"; ALTER TABLE "SendRate" ENABLE TRIGGER ALL`,
    },
    { "foreign keys": "fail", schema: "fail" },
  ],
  [
    "a column is missing",
    {
      sql: `ALTER TABLE "Notification" RENAME COLUMN "snoozedUntil" TO "snoozed"`,
      undo: `ALTER TABLE "Notification" RENAME COLUMN "snoozed" TO "snoozedUntil"`,
    },
    { schema: "fail" },
  ],
  [
    "an idempotency key can be there twice",
    {
      sql: `DROP INDEX "OutboundMessageLog_idempotencyKey_key"`,
      undo: `CREATE UNIQUE INDEX "OutboundMessageLog_idempotencyKey_key" ON "OutboundMessageLog" ("idempotencyKey")`,
    },
    { schema: "fail", idempotency: "fail" },
  ],
  [
    "a table is open to all organizations",
    {
      sql: `ALTER TABLE "Contact" DISABLE ROW LEVEL SECURITY`,
      undo: `ALTER TABLE "Contact" ENABLE ROW LEVEL SECURITY`,
    },
    { schema: "warn", "row security": "fail" },
  ],
  [
    "there was no time to look at every row",
    { wishes: { fksSeconds: 0.000_001 } },
    { "foreign keys": "unknown" },
  ],
];
