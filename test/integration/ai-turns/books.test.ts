// The books of what AIs cost: every call has its row before it is made, and adds up to what was billed.

import pg from "pg";
import { describe, expect, it } from "vitest";
import { beginCall, bookCall, closeLostCalls, endCall } from "@/domain/ai-turns";
import { runOutbound } from "@/domain/runner";
import { unexplainedBills } from "../../support/ai-bills";
import { claimOne, customerWrites, expireLease, jobOf, newCustomer } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { turnsOf } from "../../support/turns";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

const usageOf = (callId: number) =>
  row(
    `SELECT "inputTokens", "outputTokens", "costMicroUsd"::int, "estimatedMicroUsd"::int, "errorCode",
       "endedAt" IS NOT NULL AS "isEnded" FROM "AiUsage" WHERE id = $1`,
    [callId],
  );

const spentBy = async (organizationId: string) =>
  (
    await row<{ spent: number }>(
      `SELECT coalesce(sum("microUsd"), 0)::int AS spent FROM "AiSpending"
       WHERE "organizationId" = $1 AND spender = 'organization'`,
      [organizationId],
    )
  ).spent;

let organizations = 0;
/** A call of an organization that no other test has. */
function call(fields: Partial<Parameters<typeof beginCall>[0]> = {}): Parameters<typeof beginCall>[0] {
  organizations += 1;
  return {
    organizationId: `spender-${organizations}`,
    jobId: null,
    turnId: null,
    contactId: null,
    purpose: "eval",
    provider: "openai",
    model: "gpt-4o-mini",
    estimatedMicroUsd: 10,
    budgets: { organizationMicroUsd: null, contactMicroUsd: null },
    turn: null,
    leaseToken: null,
    ...fields,
  };
}

const ended = { cachedTokens: 0, elapsedMs: 5, turn: null, jobId: null, leaseToken: null };

async function begun(fields: Partial<Parameters<typeof beginCall>[0]> = {}) {
  const one = call(fields);
  const verdict = await beginCall(one);
  if (verdict.verdict !== "ask") throw new Error(`Not begun: ${verdict.verdict}`);
  return { ...one, callId: verdict.callId };
}

describe("the books", () => {
  it("have every answer that was billed, to the token, whatever became of it", async () => {
    setEnv({ JOB_RETRY_BASE_MS: "1", AI_TIMEOUT_MS: "1500", CIRCUIT_FAILURES: "1000" });
    const { meta } = simulator;
    const at = (textContains: string) => ({ match: { textContains }, target: "ai:deepseek" as const });
    await meta.addFault({ ...at("refused"), action: { type: "http-error", status: 500 } });
    await meta.addFault({ ...at("garbage"), action: { type: "garbage" } });
    await meta.addFault({ ...at("cut"), action: { type: "cut" } });
    await meta.addFault({ ...at("late"), action: { type: "delay", ms: 2_000 } });
    await meta.addAiScript({ match: "cached", text: "From the cache.", cachedTokens: 7 });
    const texts = ["hello", "refused", "garbage", "cut", "late", "cached", "I want a person"];
    for (const text of texts) await customerWrites(phoneNumberId, newCustomer(), text);
    await runOutbound({ lingerMs: 1_000 });

    // That of the late answer, too, for which nobody waited any more.
    const billed = async () => (await meta.aiCalls()).filter((each) => each.billed);
    // More than these where the machine was too slow for the time limit: then the next provider was asked.
    await expect.poll(async () => (await billed()).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(8);
    const calls = await meta.aiCalls();
    expect(await unexplainedBills(calls)).toEqual([]);
    const broken = await rows(
      `SELECT DISTINCT "errorCode" FROM "AiUsage" WHERE "estimatedMicroUsd" IS NOT NULL ORDER BY 1`,
    );
    expect(broken.map(({ errorCode }) => errorCode)).toEqual(["CONNECTION", "MALFORMED", "TIMEOUT"]);
  });

  it("count as spent what calls have cost, and the estimate of those of which nobody knows", async () => {
    const { spent, booked } = await row(
      `SELECT (SELECT sum("microUsd")::int FROM "AiSpending" WHERE spender = 'organization') AS spent,
         (SELECT sum(coalesce("costMicroUsd", "estimatedMicroUsd", 0))::int FROM "AiUsage") AS booked`,
    );
    expect(spent).toBe(booked);
    const { contacts } = await row(
      `SELECT sum("microUsd")::int AS contacts FROM "AiSpending" WHERE spender LIKE 'contact:%'`,
    );
    expect(contacts).toBe(spent);
  });

  it("of a call that was stored as lost are corrected by an answer that comes after all", async () => {
    const { callId, organizationId } = await begun();
    await rows(`UPDATE "AiUsage" SET "createdAt" = now() - interval '16 minutes' WHERE id = $1`, [callId]);
    // Shortly after midnight that was yesterday, and so is what it has set aside.
    await rows(
      `UPDATE "AiSpending" SET day = ((now() - interval '16 minutes') AT TIME ZONE 'UTC')::date WHERE "organizationId" = $1`,
      [organizationId],
    );
    await rows(
      `INSERT INTO "Organization" (id, name, slug, "updatedAt") VALUES ($1, 'x', $1, now()) ON CONFLICT DO NOTHING`,
      [organizationId],
    );
    expect(await closeLostCalls()).toMatchObject({ calls: 1 });
    expect(await usageOf(callId)).toMatchObject({
      errorCode: "UNKNOWN",
      estimatedMicroUsd: 10,
      isEnded: true,
    });
    expect(await spentBy(organizationId)).toBe(10);

    const answer = { inputTokens: 3, outputTokens: 4, costMicroUsd: 7, chargedMicroUsd: 7, errorCode: null };
    await endCall({ ...ended, ...answer, callId });
    await endCall({ ...ended, ...answer, callId });
    expect(await usageOf(callId)).toMatchObject({
      errorCode: null,
      estimatedMicroUsd: null,
      costMicroUsd: 7,
    });
    expect(await spentBy(organizationId)).toBe(7);
  });

  it("leave calls alone that may still be under way", async () => {
    await begun();
    expect(await closeLostCalls()).toMatchObject({ calls: 0 });
  });
});

describe("a budget", () => {
  it("is never exceeded by calls that begin at the same time", async () => {
    const one = call({ budgets: { organizationMicroUsd: 100, contactMicroUsd: null } });
    await beginCall(one);
    // Somebody holds the row until two statements wait for it, each with more calls than the budget has room for.
    const holder = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await holder.connect();
    await holder.query("BEGIN");
    await holder.query(`UPDATE "AiSpending" SET calls = calls WHERE "organizationId" = $1`, [
      one.organizationId,
    ]);
    const beginning = Promise.all(Array.from({ length: 200 }, () => beginCall(one)));
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await expect.poll(() => rows(waiting)).toHaveLength(2);
    await holder.query("COMMIT");
    await holder.end();
    const verdicts = await beginning;
    expect(verdicts.filter(({ verdict }) => verdict === "ask")).toHaveLength(9);
    expect(verdicts.filter(({ verdict }) => verdict === "budget")).toHaveLength(191);
    expect(await spentBy(one.organizationId)).toBe(100);
  });

  it("of a contact is held beside that of its organization", async () => {
    const budgets = { organizationMicroUsd: 1_000, contactMicroUsd: 20 };
    const one = call({ budgets, contactId: 7 });
    const verdicts = await Promise.all(Array.from({ length: 5 }, () => beginCall(one)));
    expect(verdicts.filter(({ verdict }) => verdict === "ask")).toHaveLength(2);
    expect(await beginCall(one)).toEqual({ verdict: "budget", whose: "contact" });
    expect(await beginCall({ ...one, contactId: 8 })).toMatchObject({ verdict: "ask" });
  });

  it("of a contact also holds when another process makes its row of the day in the same moment", async () => {
    const one = call({ budgets: { organizationMicroUsd: 1_000, contactMicroUsd: 20 }, contactId: 7 });
    await beginCall({ ...one, contactId: 8 });
    const holder = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await holder.connect();
    await holder.query("BEGIN");
    await holder.query(
      `INSERT INTO "AiSpending" ("organizationId", day, spender, "microUsd", calls)
       VALUES ($1, (now() AT TIME ZONE 'UTC')::date, 'contact:7', 20, 2)`,
      [one.organizationId],
    );
    const beginning = beginCall(one);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await expect.poll(() => rows(waiting)).toHaveLength(1);
    await holder.query("COMMIT");
    await holder.end();
    expect(await beginning).toEqual({ verdict: "budget", whose: "contact" });
    expect(await spentBy(one.organizationId)).toBe(10);
  });

  it("gets back what a call that was never billed had set aside", async () => {
    const { callId, organizationId } = await begun();
    const nothing = { inputTokens: 0, outputTokens: 0, costMicroUsd: null, chargedMicroUsd: 0 };
    await endCall({ ...ended, ...nothing, callId, errorCode: "HTTP_500" });
    expect(await spentBy(organizationId)).toBe(0);
  });
});

describe("a call of no turn", () => {
  const booked = (organizationId: string) =>
    rows(`SELECT purpose, "inputTokens", "errorCode" FROM "AiUsage" WHERE "organizationId" = $1`, [
      organizationId,
    ]);
  const about = { purpose: "embedding" as const, provider: "openai", model: "text-embedding-3-small" };

  it("is booked before and after", async () => {
    const value = await bookCall({ organizationId: "embeds", ...about }, () =>
      Promise.resolve({ value: "vector", inputTokens: 50, outputTokens: 0, errorCode: null }),
    );
    expect(value).toBe("vector");
    expect(await booked("embeds")).toEqual([{ purpose: "embedding", inputTokens: 50, errorCode: null }]);
    expect(await spentBy("embeds")).toBe(1);
  });

  it("that throws is booked as failed, with its estimate", async () => {
    const failing = bookCall({ organizationId: "throws", ...about }, () => Promise.reject(new Error("away")));
    await expect(failing).rejects.toThrow("away");
    expect(await booked("throws")).toMatchObject([{ errorCode: "FAILED" }]);
    expect(await spentBy("throws")).toBeGreaterThan(0);
  });

  it("is not made when the budget is used up", async () => {
    setEnv({ AI_DAILY_BUDGET_USD: "0.000001" });
    const made = bookCall({ organizationId: "poor", ...about }, () => {
      throw new Error("It was made");
    });
    await expect(made).rejects.toMatchObject({ code: "BUDGET_USED_UP" });
  });
});

describe("a runner without the lease", () => {
  it("may not ask any more, and what it has been answered is kept as late", async () => {
    const [wamid = ""] = await customerWrites(phoneNumberId, newCustomer(), "whose is it");
    await runOutbound();
    const { id: jobId } = await jobOf(wamid);
    const leaseToken = "0f8fad5b-d9cb-469f-a165-70867728950e";
    expect(await beginCall(call({ jobId, leaseToken }))).toEqual({ verdict: "lost" });
    await customerWrites(phoneNumberId, newCustomer(), "whose was it");
    const { job } = await claimOne();
    const its = { jobId: job.id, leaseToken: job.leaseToken };
    expect(await beginCall(call(its))).toMatchObject({ verdict: "ask" });
    await expireLease(job.id);
    expect(await beginCall(call(its))).toEqual({ verdict: "lost" });
    const [turn] = await turnsOf(jobId);
    const { callId } = await begun();
    const step = { ...turn?.steps[0], callId } as never;
    const answer = { inputTokens: 1, outputTokens: 1, costMicroUsd: 1, chargedMicroUsd: 1, errorCode: null };
    await endCall({ ...ended, ...answer, callId, turn: { id: turn?.id ?? "", step }, jobId, leaseToken });
    const [after] = await turnsOf(jobId);
    expect(after?.steps).toMatchObject([{ kind: "asked" }, { callId, isLate: true }]);
  });
});
