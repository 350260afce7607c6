import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { endClaim } from "@/domain/outbound";
import { beginSend } from "@/domain/outbound/begin-sends";
import {
  claimOne,
  createIntegration,
  customerWrites,
  emptyQueue,
  newCustomer,
  textReply,
} from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";

// What the database does not let happen, whatever the code does.

ownDatabase();
afterEach(emptyQueue);

/** A job with one call under way. */
async function sending() {
  const { phoneNumberId } = await createIntegration();
  await customerWrites(phoneNumberId, newCustomer(), "question");
  const { job, turn } = await claimOne();
  const seen = { seenCount: turn.inboundCount, answeredJobIds: [], mayBeSuperseded: true };
  const intention = { job, reply: textReply("answer"), part: 1, ...seen };
  const verdict = await beginSend(intention);
  if (verdict.verdict !== "send") throw new Error(verdict.verdict);
  return { job, intention, ledgerId: verdict.ledgerId };
}

async function failed() {
  const { job, ledgerId } = await sending();
  const call = { ledgerId, part: 1, outcome: "refused" as const, httpStatus: 400 };
  await endClaim({ job, end: { to: "failed", code: "TEST", error: "test" }, call });
  return job;
}

/** Inserts a row again, with other values in some columns (SQL expressions). */
function copyOf(table: string, id: string | number, changes: Record<string, string>) {
  const pairs = Object.entries(changes).flatMap(([name, value]) => [`'${name}'`, value]);
  return rows(
    `INSERT INTO "${table}"
     SELECT (jsonb_populate_record(original, jsonb_build_object(${pairs.join(", ")}))).*
     FROM "${table}" original WHERE id = $1`,
    [id],
  );
}

describe("the database refuses", () => {
  it("two calls of one part of a reply that are under way at once", async () => {
    const { ledgerId } = await sending();
    const second = copyOf("OutboundMessageLog", ledgerId, {
      id: "gen_random_uuid()",
      idempotencyKey: "'another'",
    });
    await expect(second).rejects.toMatchObject({ constraint: "OutboundMessageLog_one_live_call" });
  });

  it("two ledger rows for one idempotency key", async () => {
    const { ledgerId } = await sending();
    const second = copyOf("OutboundMessageLog", ledgerId, { id: "gen_random_uuid()", part: "2" });
    await expect(second).rejects.toMatchObject({ constraint: "OutboundMessageLog_idempotencyKey_key" });
  });

  it("two jobs for one inbound message", async () => {
    const job = await failed();
    const second = copyOf("OutboundJob", job.id, { id: "999999", idempotencyKey: "'another'" });
    await expect(second).rejects.toMatchObject({ constraint: "OutboundJob_one_per_inbound_message" });
  });

  it("two retries of one job", async () => {
    const job = await failed();
    const retry = (id: number) =>
      copyOf("OutboundJob", job.id, {
        id: String(id),
        idempotencyKey: `'retry ${id}'`,
        retryOfId: String(job.id),
      });
    await retry(999_990);
    await expect(retry(999_991)).rejects.toMatchObject({ constraint: "OutboundJob_retryOfId_key" });
  });
});

describe("a ledger row", () => {
  it("that somebody else settles at the same moment is not overwritten", async () => {
    const { job, intention, ledgerId } = await sending();
    const call = { ledgerId, part: 1, outcome: "refused" as const, httpStatus: 500 };
    const end = { to: "queued", delayMs: 0, code: "131000", error: "again", countAttempt: true } as const;
    await endClaim({ job, end, call });
    const again = await claimOne();

    const other = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await other.connect();
    await other.query("BEGIN");
    await other.query(
      `UPDATE "OutboundMessageLog" SET status = 'accepted', "settledBy" = 'operator' WHERE id = $1`,
      [ledgerId],
    );
    const begun = beginSend({ ...intention, job: again.job });
    await expect.poll(isSomebodyWaiting).toBe(true);
    await other.query("COMMIT");
    await other.end();

    expect((await begun).verdict).not.toBe("send");
    const { status } = await row<{ status: string }>(
      `SELECT status FROM "OutboundMessageLog" WHERE id = $1`,
      [ledgerId],
    );
    expect(status).toBe("accepted");
  });
});

async function isSomebodyWaiting(): Promise<boolean> {
  const waiting = await rows(
    `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return waiting.length > 0;
}
