import type { Mutant } from "./mutant";

const claim = "src/domain/outbound/claim-jobs.ts";
const rescue = "src/domain/outbound/rescue-expired-jobs.ts";
const reconcile = "src/domain/outbound/reconcile-uncertain-jobs.ts";
const botJobs = "src/domain/outbound/bot-jobs-sql.ts";
const ends = "src/domain/outbound/job-ends-sql.ts";
const ingest = "src/domain/inbound/ingest-sql.ts";
const baseline = "prisma/migrations/20251201000000_baseline/migration.sql";
const limits = "prisma/migrations/20260201090000_send_limits_and_retries/migration.sql";
const tests = "test/integration/outbound";
const webhook = "test/integration/inbound/receive-webhook.test.ts";

/** The order and the exclusiveness of the queue, and its unique indexes. */
export const queueMutants: Mutant[] = [
  {
    name: "jobs are claimed over a schema that lacks its guards",
    file: "src/domain/runner/run-outbound.ts",
    find: "    await requireSchema();\n",
    replace: "",
    caughtBy: ["test/integration/schema/require-schema.test.ts"],
  },
  {
    name: "the queue is mended over a schema that lacks its guards",
    file: "src/domain/maintenance/maintain-queue.ts",
    find: "  await requireSchema();\n",
    replace: "",
    caughtBy: ["test/integration/schema/require-schema.test.ts"],
  },
  {
    name: "drift that a statement has met is not looked for",
    file: "src/domain/schema/require-schema.ts",
    find: "(driftSeenAt() ?? 0) > known.at",
    replace: "known.at < 0",
    caughtBy: ["test/integration/schema/require-schema.test.ts"],
  },
  {
    name: "a later message is answered before an earlier one",
    file: claim,
    find: "older.purpose IS NOT NULL OR older.id < j.id",
    replace: "older.purpose IS NOT NULL",
    caughtBy: [`${tests}/claim-jobs.test.ts`],
  },
  {
    name: "two runners take the same job",
    file: claim,
    find: "FOR UPDATE OF j SKIP LOCKED",
    replace: "",
    caughtBy: [`${tests}/claim-jobs.test.ts`],
  },
  {
    name: "a second job of a conversation is taken while one is active",
    file: claim,
    find: `AND active.status IN ('running', 'uncertain') AND active."heldAt" IS NULL OFFSET 0)`,
    replace: `AND active.id < 0)`,
    caughtBy: [`${tests}/claim-jobs.test.ts`],
  },
  {
    name: "jobs of a stopped or paused number are taken",
    file: claim,
    find: `(i.status <> 'ACTIVE' OR i."pausedUntil" > now())`,
    replace: "false",
    caughtBy: ["test/integration/runner/refusals.test.ts"],
  },
  {
    name: "a poison job is tried for ever",
    file: claim,
    find: "attempts = j.attempts + 1",
    replace: "attempts = j.attempts",
    caughtBy: [`${tests}/claim-jobs.test.ts`],
  },
  {
    name: "nothing makes two active jobs of a conversation impossible",
    file: baseline,
    find: `CREATE UNIQUE INDEX "OutboundJob_one_active_per_conversation"`,
    replace: `CREATE INDEX "OutboundJob_one_active_per_conversation"`,
    caughtBy: [`${tests}/claim-jobs.test.ts`],
  },
  {
    name: "two ledger rows can have one idempotency key",
    file: baseline,
    find: `CREATE UNIQUE INDEX "OutboundMessageLog_idempotencyKey_key"`,
    replace: `CREATE INDEX "OutboundMessageLog_idempotencyKey_key"`,
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "two jobs can have one idempotency key",
    file: baseline,
    find: `CREATE UNIQUE INDEX "OutboundJob_idempotencyKey_key"`,
    replace: `CREATE INDEX "OutboundJob_idempotencyKey_key"`,
    caughtBy: [`${tests}/people.test.ts`, webhook],
  },
  {
    name: "two calls of one part of a reply can be under way",
    file: baseline,
    find: `CREATE UNIQUE INDEX "OutboundMessageLog_one_live_call"`,
    replace: `CREATE INDEX "OutboundMessageLog_one_live_call"`,
    caughtBy: [`${tests}/database-walls.test.ts`],
  },
  {
    name: "an inbound message can have two jobs",
    file: limits,
    find: `CREATE UNIQUE INDEX "OutboundJob_one_per_inbound_message"`,
    replace: `CREATE INDEX "OutboundJob_one_per_inbound_message"`,
    caughtBy: [`${tests}/database-walls.test.ts`],
  },
  {
    name: "a job is retried twice at the same time",
    file: limits,
    find: `CREATE UNIQUE INDEX "OutboundJob_retryOfId_key"`,
    replace: `CREATE INDEX "OutboundJob_retryOfId_key"`,
    caughtBy: [`${tests}/database-walls.test.ts`],
  },
  {
    name: "a receipt is stored twice",
    file: baseline,
    find: `CREATE UNIQUE INDEX "ReceiptEvent_providerMessageId_status_integrationId_key"`,
    replace: `CREATE INDEX "ReceiptEvent_providerMessageId_status_integrationId_key"`,
    caughtBy: [`${tests}/evidence.test.ts`, webhook],
  },
  {
    name: "a dead runner's call counts as never made",
    file: rescue,
    find: `WHEN call."jobId" IS NOT NULL OR doubt."isHeld" THEN 'uncertain'`,
    replace: "",
    caughtBy: [`${tests}/reconcile.test.ts`, `${tests}/claim-jobs.test.ts`],
  },
  {
    name: "a living runner's job is rescued",
    file: rescue,
    find: `j.status = 'running' AND j."leaseUntil" <= now()`,
    replace: `j.status = 'running'`,
    caughtBy: [`${tests}/reconcile.test.ts`, `${tests}/claim-jobs.test.ts`],
  },
  {
    name: "the policy decides before its time",
    file: reconcile,
    find: `j."uncertainAt" <= now() - $1 * interval '1 second'\n      AND`,
    replace: `$1::int > 0\n      AND`,
    caughtBy: [`${tests}/reconcile.test.ts`],
  },
  {
    name: "silence counts although no receipts arrive at all",
    file: reconcile,
    find: `AND other."startedAt" > l."startedAt"))`,
    replace: `AND other."startedAt" > l."startedAt") OR true)`,
    caughtBy: [`${tests}/reconcile.test.ts`],
  },
  {
    name: "receipts of older sends count as a sign that receipts arrive",
    file: reconcile,
    find: `\n            AND other."startedAt" > l."startedAt"))`,
    replace: `))`,
    caughtBy: [`${tests}/reconcile.test.ts`],
  },
  {
    name: "the policy sends again and again",
    file: reconcile,
    find: `resends < \${RESENDS_MAX} AND`,
    replace: "",
    caughtBy: [`${tests}/reconcile.test.ts`],
  },
  {
    name: "a second send is not marked as a possible duplicate",
    file: "src/domain/outbound/begin-sends.ts",
    find: `other."jobId" = checked.id AND other.part = checked.part AND other.status = 'unknown'`,
    replace: "false",
    caughtBy: [`${tests}/reconcile.test.ts`],
  },
  {
    name: "a takeover leaves the bot's jobs waiting",
    file: botJobs,
    find: `CASE bot_job.status WHEN 'queued' THEN 'cancelled' ELSE 'uncertain' END`,
    replace: "bot_job.status::text",
    caughtBy: [`${tests}/people.test.ts`],
  },
  {
    name: "the policy sends again what a person has taken over",
    file: botJobs,
    find: `"heldAt" = CASE bot_job.status WHEN 'uncertain' THEN now() END`,
    replace: `"heldAt" = NULL`,
    caughtBy: [`${tests}/people.test.ts`],
  },
  {
    name: "what Meta has accepted is retried",
    file: ends,
    find: `l.status IN ('sending', 'accepted', 'unknown')`,
    replace: "false",
    caughtBy: [`${tests}/operate-jobs.test.ts`],
  },
  {
    name: "a redelivered message is taken in again",
    file: ingest,
    find: `locateContactsSql("JOIN fresh ON fresh.key = m.key")`,
    replace: `locateContactsSql("")`,
    caughtBy: [webhook],
  },
  {
    name: "the bot answers what came in while a person speaks",
    file: ingest,
    find: ` WHEN mode = 'HUMAN' THEN 'HUMAN_TAKEOVER' END AS why`,
    replace: " END AS why",
    caughtBy: [`${tests}/people.test.ts`, webhook],
  },
  {
    name: "the bot answers a message that came days late",
    file: ingest,
    find: `WHEN "sentAt" <= \${TOO_LATE} THEN 'TOO_LATE' WHEN`,
    replace: "WHEN",
    caughtBy: [webhook],
  },
  {
    name: "nobody notices that the customer has written again",
    file: ingest,
    find: `"inboundCount" = c."inboundCount" + excluded."inboundCount"`,
    replace: `"inboundCount" = c."inboundCount"`,
    caughtBy: ["test/integration/runner/run-outbound.test.ts"],
  },
];
