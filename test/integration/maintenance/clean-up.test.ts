import { beforeEach, describe, expect, it } from "vitest";
import { cleanUp } from "@/domain/maintenance";
import { retentionRules } from "@/domain/maintenance/retention-rules";
import { pool } from "@/infra/database/pool";
import { createIntegration, newCustomer } from "../../support/factories";
import { atFaultPoint } from "../../support/fault-hook";
import { ownDatabase, row, rows } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

ownDatabase();

let organizationId = "";
let integrationId = "";

beforeEach(async () => {
  const tables = `"Message", "OutboundJob", "Conversation", "Contact", "ReceiptEvent", "Notification", "AiUsage", "AiSpending",
    "AuditEvent", processed_webhook_events, webhook_delivery_log, "Integration", "Organization"`;
  await rows(`TRUNCATE ${tables} CASCADE`);
  ({ id: integrationId, organizationId } = await createIntegration());
});

/** A conversation whose last message came so many days ago. */
async function conversation(age: number): Promise<number> {
  const { id } = await row<{ id: number }>(
    `WITH contact AS (
       INSERT INTO "Contact" ("organizationId", address, phone, "createdAt") VALUES ($1, $2, $2, now() - $4 * interval '1 day')
       RETURNING id)
     INSERT INTO "Conversation" ("organizationId", "integrationId", "contactId", "createdAt", "lastMessageAt")
     SELECT $1, $3, id, now() - interval '900 days', now() - $4 * interval '1 day' FROM contact RETURNING id`,
    [organizationId, newCustomer(), integrationId, age],
  );
  return id;
}

interface JobFields {
  age: number;
  status?: string;
  retryOfId?: number;
  /** The state of its one send. */
  send?: string;
}

/** A message with its job, both so many days old; an ended job ended then, too. */
async function job(
  conversationId: number,
  { age, status = "done", retryOfId, send = "accepted" }: JobFields,
): Promise<number> {
  const isEnded = ["done", "failed", "cancelled"].includes(status);
  const { id } = await row<{ id: number }>(
    `WITH message AS (
       INSERT INTO "Message" ("organizationId", "conversationId", direction, type, status, "createdAt")
       VALUES ($1, $2, 'INBOUND', 'text', 'RECEIVED', now() - $3 * interval '1 day') RETURNING id),
     reply AS (
       INSERT INTO "Message" ("organizationId", "conversationId", direction, type, status, "createdAt")
       VALUES ($1, $2, 'OUTBOUND', 'text', 'SENT', now() - $3 * interval '1 day') RETURNING id),
     job AS (
       INSERT INTO "OutboundJob" ("organizationId", "conversationId", "inboundMessageId", "idempotencyKey", "requestId",
         status, "createdAt", "completedAt", "retryOfId", "leaseToken", "leaseUntil", "uncertainAt")
       SELECT $1, $2, message.id, gen_random_uuid()::text, 'test', $4::"OutboundJobStatus",
         now() - $3 * interval '1 day', CASE WHEN $5 THEN now() - $3 * interval '1 day' END, $6,
         CASE WHEN $4 = 'running' THEN gen_random_uuid() END, CASE WHEN $4 = 'running' THEN now() END,
         CASE WHEN $4 = 'uncertain' THEN now() END
       FROM message RETURNING id),
     send AS (
       INSERT INTO "OutboundMessageLog" (id, "organizationId", "integrationId", "jobId", "messageId", "idempotencyKey",
         status, "settledAt")
       SELECT gen_random_uuid(), $1, $7, job.id, reply.id, gen_random_uuid()::text, $8::"OutboundMessageLogStatus",
         CASE WHEN $8 IN ('accepted', 'refused') THEN now() END
       FROM job, reply)
     SELECT id FROM job`,
    [organizationId, conversationId, age, status, isEnded, retryOfId ?? null, integrationId, send],
  );
  return id;
}

const jobIds = async () =>
  (await rows<{ id: number }>(`SELECT id FROM "OutboundJob" ORDER BY id`)).map(({ id }) => id);
const count = async (table: string) =>
  (await row<{ count: number }>(`SELECT count(*)::int AS count FROM "${table}"`)).count;

/** The rows that are left of one young and one old of each kind, by name. */
async function fill(): Promise<void> {
  await rows(`INSERT INTO processed_webhook_events (key, processed_at)
    VALUES ('old', now() - interval '193 hours'), ('young', now() - interval '191 hours')`);
  await rows(`INSERT INTO webhook_delivery_log (id, request_id, raw_body, status, received_at)
    SELECT gen_random_uuid(), name, '', status, now() - days * interval '1 day' FROM (VALUES
      ('old', 'ingested', 8), ('young', 'ingested', 6), ('parked', 'parked', 400), ('strange', 'unrecognised', 8)
    ) AS d(name, status, days)`);
  await rows(
    `INSERT INTO "ReceiptEvent" ("organizationId", "integrationId", "providerMessageId", status, "occurredAt", "receivedAt")
     SELECT $1, $2, name, 'sent', now(), now() - days * interval '1 day' FROM (VALUES ('old', 91), ('young', 89)) AS d(name, days)`,
    [organizationId, integrationId],
  );
  await rows(
    `INSERT INTO "Notification" ("organizationId", kind, title, "dedupeKey", "createdAt", "readAt")
     SELECT $1, 'TEST', name, name, now() - interval '100 days', now() - days * interval '1 day'
     FROM (VALUES ('old', 31), ('young', 29), ('unread', NULL::int)) AS d(name, days)`,
    [organizationId],
  );
  await rows(
    `INSERT INTO "FollowUp" ("organizationId", "conversationId", note, "dueAt", "seenCount", status, "dedupeKey", "createdAt")
     SELECT $1, $2, name, now(), 1, status, name, now() - days * interval '1 day'
     FROM (VALUES ('old', 'cancelled', 91), ('young', 'queued', 89), ('waiting', 'waiting', 91)) AS d(name, status, days)`,
    [organizationId, await conversation(1)],
  );
  await rows(
    `INSERT INTO "AiUsage" ("organizationId", provider, model, "elapsedMs", "createdAt")
     SELECT $1, name, 'm', 1, now() - days * interval '1 day' FROM (VALUES ('old', 401), ('young', 399)) AS d(name, days)`,
    [organizationId],
  );
  await rows(
    `INSERT INTO "AiSpending" ("organizationId", day, spender)
     SELECT $1, current_date - days, name FROM (VALUES ('old', 402), ('young', 399)) AS d(name, days)`,
    [organizationId],
  );
  await rows(
    `INSERT INTO "AccountEvent" ("organizationId", field, severity, payload, "dedupeKey", "receivedAt")
     SELECT $1, name, 'info', '{}', name, now() - days * interval '1 day' FROM (VALUES ('old', 731), ('young', 729)) AS d(name, days)`,
    [organizationId],
  );
  await rows(
    `WITH somebody AS (INSERT INTO "User" (id, "organizationId", email, name) VALUES ('somebody', $1, 's@shop.example', 'S') RETURNING id)
     INSERT INTO "Session" (id, "userId", token, "expiresAt")
     SELECT name, somebody.id, name, now() - days * interval '1 day' FROM somebody, (VALUES ('old', 1), ('young', -1)) AS d(name, days)`,
    [organizationId],
  );
  await rows(
    `INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", "createdAt")
     SELECT $1, name, 'a', 'e', '1', now() - days * interval '1 day' FROM (VALUES ('old', 731), ('young', 729)) AS d(name, days)`,
    [organizationId],
  );
}

describe("the daily cleanup", () => {
  it.each([
    ["processed_webhook_events", "key", ["young"]],
    ["webhook_delivery_log", "request_id", ["parked", "young"]],
    ["ReceiptEvent", `"providerMessageId"`, ["young"]],
    ["Notification", "title", ["unread", "young"]],
    ["FollowUp", "note", ["waiting", "young"]],
    ["AiUsage", "provider", ["young"]],
    ["AiSpending", "spender", ["young"]],
    ["AuditEvent", "actor", ["young"]],
    ["AccountEvent", "field", ["young"]],
    ["Session", "id", ["young"]],
  ])("removes from %s what is old, and nothing else", async (table, column, left) => {
    await fill();
    const { removed, unfinished } = await cleanUp();
    const names = await rows<{ name: string }>(`SELECT ${column} AS name FROM "${table}" ORDER BY 1`);
    expect(names.map(({ name }) => name)).toEqual(left);
    expect(removed[table]).toBe(table === "webhook_delivery_log" ? 2 : 1);
    expect(unfinished).toEqual([]);
  });

  it("removes ended jobs with their sends, and leaves the messages", async () => {
    const id = await conversation(200);
    await job(id, { age: 91, status: "done" });
    await job(id, { age: 91, status: "failed", send: "refused" });
    const young = await job(id, { age: 89 });
    const { removed } = await cleanUp();
    expect(removed).toMatchObject({ OutboundJob: 2 });
    expect(await jobIds()).toEqual([young]);
    expect(await count("OutboundMessageLog")).toBe(1);
    expect(await count("Message")).toBe(6);
  });

  it("never removes a job that waits, runs or is uncertain, nor one with an open send, however old", async () => {
    const kept = [
      await job(await conversation(900), { age: 900, status: "queued" }),
      await job(await conversation(900), { age: 900, status: "running", send: "sending" }),
      await job(await conversation(900), { age: 900, status: "uncertain", send: "unknown" }),
      await job(await conversation(900), { age: 900, status: "cancelled", send: "unknown" }),
    ];
    const gone = await job(await conversation(900), { age: 900 });
    setEnv({ RETENTION_MESSAGE_DAYS: "400" });
    await cleanUp();
    expect(await jobIds()).toEqual(kept);
    expect(kept).not.toContain(gone);
    expect(await count("Message")).toBe(8);
    expect(await count("Conversation")).toBe(4);
  });

  it("keeps a job as long as the one that tries it again", async () => {
    const id = await conversation(200);
    const first = await job(id, { age: 200, status: "failed", send: "refused" });
    const retry = await job(id, { age: 50, retryOfId: first });
    await cleanUp();
    expect(await jobIds()).toEqual([first, retry]);
    await rows(`UPDATE "OutboundJob" SET "completedAt" = now() - interval '100 days', "createdAt" = now() - interval '100 days'
      WHERE id = ${retry}`);
    await cleanUp();
    expect(await jobIds()).toEqual([]);
  });

  it("keeps messages and conversations for ever, unless RETENTION_MESSAGE_DAYS is set", async () => {
    const old = await conversation(800);
    await job(old, { age: 800 });
    const mixed = await conversation(1);
    await job(mixed, { age: 800 });
    await job(mixed, { age: 1 });
    await cleanUp();
    expect([await count("Message"), await count("Conversation")]).toEqual([6, 2]);

    setEnv({ RETENTION_MESSAGE_DAYS: "365" });
    const { removed } = await cleanUp();
    expect(removed).toMatchObject({ Message: 4, Conversation: 1 });
    expect(await rows(`SELECT id FROM "Conversation"`)).toEqual([{ id: mixed }]);
    expect(await count("Message")).toBe(2);
  });

  it("keeps a message whose job ended a short while ago", async () => {
    const id = await conversation(800);
    const retry = await job(id, { age: 800 });
    await rows(`UPDATE "OutboundJob" SET "completedAt" = now() - interval '10 days' WHERE id = ${retry}`);
    setEnv({ RETENTION_MESSAGE_DAYS: "365" });
    await cleanUp();
    expect(await jobIds()).toEqual([retry]);
    expect(await count("Message")).toBe(2);
  });
});

async function leaveOldAudit(rowCount: number): Promise<void> {
  await rows(
    `INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", "createdAt")
     SELECT $1, 'a', 'a', 'e', n::text, now() - interval '800 days' FROM generate_series(1, $2) n`,
    [organizationId, rowCount],
  );
}

describe("a batch", () => {
  it("is never larger than its bound, and what is over when the time is up goes next time", async () => {
    await leaveOldAudit(25);
    await rows(`INSERT INTO processed_webhook_events (key, processed_at)
      SELECT 'old:' || n, now() - interval '30 days' FROM generate_series(1, 25) n`);
    const sizes = await deletedPerTransaction();
    const first = await cleanUp({ batchMax: 10, timeLimitMs: 0 });
    expect(first.removed.AuditEvent).toBe(0);
    expect(first.unfinished).toContain("AuditEvent");
    const second = await cleanUp({ batchMax: 10 });
    expect(second).toMatchObject({
      removed: { AuditEvent: 25, processed_webhook_events: 25 },
      unfinished: [],
    });
    expect(Math.max(...(await sizes()))).toBe(10);
  });

  it("that stands behind rows which have to stay reads on", async () => {
    const kept: number[] = [];
    for (let n = 0; n < 7; n += 1)
      kept.push(await job(await conversation(900), { age: 900, status: "uncertain", send: "unknown" }));
    await job(await conversation(900), { age: 900 });
    expect(await cleanUp({ batchMax: 3 })).toMatchObject({ removed: { OutboundJob: 1 }, unfinished: [] });
    expect(await jobIds()).toEqual(kept);
  });

  it("passes over rows that somebody else holds, instead of waiting for them", async () => {
    await leaveOldAudit(5);
    const other = await pool().connect();
    try {
      await other.query("BEGIN");
      await other.query(`SELECT id FROM "AuditEvent" ORDER BY id LIMIT 2 FOR UPDATE`);
      expect((await cleanUp()).removed.AuditEvent).toBe(3);
    } finally {
      await other.query("ROLLBACK");
      other.release();
    }
    expect((await cleanUp()).removed.AuditEvent).toBe(2);
  });
});

/** How many rows of AuditEvent each transaction deletes from now on. */
async function deletedPerTransaction(): Promise<() => Promise<number[]>> {
  await rows(`CREATE TABLE IF NOT EXISTS deleted_at_once (at xid8 DEFAULT pg_current_xact_id(), count int)`);
  await rows(`CREATE OR REPLACE FUNCTION count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO deleted_at_once (count) SELECT count(*) FROM gone; RETURN NULL; END $$`);
  await rows(`CREATE TRIGGER count_deleted AFTER DELETE ON "AuditEvent" REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_deleted()`);
  return async () => {
    const sums = await rows<{ sum: number }>(
      `SELECT sum(count)::int AS sum FROM deleted_at_once GROUP BY at`,
    );
    await rows(`DROP FUNCTION count_deleted CASCADE`);
    await rows(`DROP TABLE deleted_at_once`);
    return sums.map(({ sum }) => sum);
  };
}

describe("an accident", () => {
  it("in the middle loses nothing: what was removed stays removed, the next cleanup does the rest", async () => {
    await leaveOldAudit(30);
    let reached = 0;
    atFaultPoint("cleanup.between_tables", () => {
      reached += 1;
      if (reached === 9) throw new Error("The process ends here");
    });
    await expect(cleanUp({ batchMax: 10 })).rejects.toThrow("ends here");
    const left = await count("AuditEvent");
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(30);
    expect((await cleanUp({ batchMax: 10 })).removed.AuditEvent).toBe(left);
  });

  it("of two cleanups at once removes every row once and lets both end", async () => {
    await leaveOldAudit(400);
    for (let n = 0; n < 20; n += 1) await job(await conversation(900), { age: 900 });
    const both = await Promise.all([cleanUp({ batchMax: 20 }), cleanUp({ batchMax: 20 })]);
    const total = (table: string) => both.reduce((sum, { removed }) => sum + (removed[table] ?? 0), 0);
    // What one held when the other came by is left for the next time.
    const rest = await cleanUp();
    expect(total("AuditEvent") + (rest.removed.AuditEvent ?? 0)).toBe(400);
    expect(total("OutboundJob") + (rest.removed.OutboundJob ?? 0)).toBe(20);
    expect([await count("AuditEvent"), await count("OutboundJob")]).toEqual([0, 0]);
  });
});

describe("with 50,000 old rows", () => {
  it("stays in its time box and is done after a few more", async () => {
    await leaveOldAudit(50_000);
    const startedAt = performance.now();
    const first = await cleanUp({ batchMax: 500, timeLimitMs: 100 });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(first.unfinished).toContain("AuditEvent");
    expect(first.removed.AuditEvent).toBeGreaterThan(0);
    expect((await cleanUp()).unfinished).toEqual([]);
    expect(await count("AuditEvent")).toBe(0);
  });

  it("is as fast where PostgreSQL believes that the tables are still empty", async () => {
    const id = await conversation(900);
    for (const look of ["ANALYZE", "SELECT 1"]) {
      await rows(
        `WITH message AS (
           INSERT INTO "Message" ("organizationId", "conversationId", direction, type, status)
           SELECT $1, $2, 'INBOUND', 'text', 'RECEIVED' FROM generate_series(1, 5000) RETURNING id),
         job AS (
           INSERT INTO "OutboundJob" ("organizationId", "conversationId", "inboundMessageId", "idempotencyKey", "requestId",
             status, "createdAt", "completedAt")
           SELECT $1, $2, id, gen_random_uuid()::text, 'test', 'done', now() - interval '200 days', now() - interval '200 days'
           FROM message RETURNING id, "inboundMessageId")
         INSERT INTO "OutboundMessageLog" (id, "organizationId", "integrationId", "jobId", "messageId", "idempotencyKey",
           status, "settledAt", "settledBy")
         SELECT gen_random_uuid(), $1, $3, id, "inboundMessageId", gen_random_uuid()::text, 'accepted', now(), 'operator'
         FROM job`,
        [organizationId, id, integrationId],
      );
      const startedAt = performance.now();
      expect((await cleanUp()).removed.OutboundJob).toBe(5_000);
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      await rows(look);
    }
  });

  /** A few rows for each person who signs in. */
  const small = new Set(["Session", "Verification"]);

  it.each(retentionRules.filter(({ table }) => !small.has(table)).map((rule) => [rule.table, rule] as const))(
    "has an index for everything it asks of %s",
    async (_, rule) => {
      const client = await pool().connect();
      try {
        await client.query("SET enable_seqscan = off");
        const text = rule.text(2_000).replaceAll("$1", "1000").replaceAll("$2", "0");
        const { rows: plan } = await client.query(`EXPLAIN ${text}`);
        expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).not.toContain("Seq Scan");
      } finally {
        client.release(true);
      }
    },
  );
});
