// What becomes of a customer's message when something about the AI is not as it should be: each has its stated outcome.

import { beforeEach, describe, expect, it } from "vitest";
import { lookForAlerts } from "@/domain/alerts";
import { runOutbound } from "@/domain/runner";
import { conversationOf, customerWrites, jobOf, newCustomer, repliesTo } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { inShort, turnsOf } from "../../support/turns";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;
const SENTENCE = "We will write to you shortly.";

beforeEach(() =>
  setEnv({ AI_UNAVAILABLE_MESSAGE: SENTENCE, AI_HANDOVER_MESSAGE: "A colleague takes over." }),
);

/** A customer writes, and is answered. */
async function answered(text: string) {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, text);
  await runOutbound();
  const job = await jobOf(wamid);
  const turns = await turnsOf(job.id);
  const conversation = await conversationOf(wamid);
  const replies = await repliesTo(from);
  return { job, turns, steps: turns.map(inShort), conversation, replies, from };
}

type Fault = { type: "hang" | "empty" } | { type: "http-error"; status: number };

function aiDoes(target: "ai" | "ai:deepseek" | "ai:openai", action: Fault, textContains: string) {
  return simulator.meta.addFault({ target, action, match: { textContains } });
}

describe("providers", () => {
  it("A hanging: B answers, and the turn says so", async () => {
    setEnv({ AI_TIMEOUT_MS: "200" });
    await aiDoes("ai:deepseek", { type: "hang" }, "first hangs");
    const { steps, replies, turns } = await answered("first hangs");
    expect(steps).toEqual([["deepseek: TIMEOUT", "openai: stop"]]);
    expect(turns).toMatchObject([{ outcome: "reply", decision: "send" }]);
    expect(replies).toMatchObject([{ body: expect.stringContaining("first hangs") }]);
  });

  it("A hanging and B refusing: the customer gets the sentence and a person", async () => {
    setEnv({ AI_TIMEOUT_MS: "200", AI_MAX_ATTEMPTS: "1" });
    await aiDoes("ai:deepseek", { type: "hang" }, "hang and refuse");
    await aiDoes("ai:openai", { type: "http-error", status: 400 }, "hang and refuse");
    const { steps, turns, replies, conversation } = await answered("hang and refuse");
    expect(steps).toEqual([["deepseek: TIMEOUT", "openai: HTTP_400"]]);
    expect(turns).toMatchObject([{ outcome: "unavailable", decision: "send", reason: "openai: HTTP_400" }]);
    expect(replies).toMatchObject([{ body: SENTENCE }]);
    expect(conversation).toMatchObject({ mode: "HUMAN", notifications: ["HANDOVER"] });
  });

  it("both down: the job is tried again, and once one is up the customer is answered", async () => {
    setEnv({ JOB_RETRY_BASE_MS: "1" });
    const match = { textContains: "both down" };
    const action = { type: "http-error" as const, status: 503 };
    await simulator.meta.addFault({ target: "ai", action, match, when: { next: 2 } });
    const from = newCustomer();
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "both down");
    await runOutbound({ lingerMs: 5_000 });
    const turns = await turnsOf((await jobOf(wamid)).id);
    expect(turns.map(({ outcome }) => outcome)).toEqual(["unavailable", "reply"]);
    expect(await repliesTo(from)).toMatchObject([{ body: expect.stringContaining("both down") }]);
  });

  it("all hanging: the whole turn ends in time", async () => {
    setEnv({ AI_TIMEOUT_MS: "5000", AI_TURN_TIMEOUT_MS: "400", AI_MAX_ATTEMPTS: "1" });
    await aiDoes("ai", { type: "hang" }, "all hang");
    const { steps, replies } = await answered("all hang");
    expect(steps).toEqual([["deepseek: TIMEOUT"]]);
    expect(replies).toMatchObject([{ body: SENTENCE }]);
  });
});

describe("tools", () => {
  const tool = (given: string | Record<string, unknown>, fields: object = {}) => ({
    toolCalls: [{ name: "update_lead", arguments: given }],
    ...fields,
  });

  it("called wrongly once: the model is told, and its next answer counts", async () => {
    await simulator.meta.addAiScript(tool("{broken", { match: "wrong once", times: 1 }));
    const { steps, replies, conversation } = await answered("wrong once");
    expect(steps).toEqual([["deepseek: tool_calls", "update_lead: wrong", "deepseek: stop"]]);
    expect(replies).toMatchObject([{ body: expect.stringContaining("wrong once") }]);
    expect(conversation).toMatchObject({ mode: "BOT" });
  });

  it("called wrongly twice: a person answers", async () => {
    await simulator.meta.addAiScript({
      match: "wrong twice",
      toolCalls: [{ name: "transfer_money", arguments: { amount: 1 } }],
      times: 2,
    });
    const { steps, replies, conversation } = await answered("wrong twice");
    const wrong = ["deepseek: tool_calls", "transfer_money: wrong"];
    expect(steps).toEqual([[...wrong, ...wrong]]);
    expect(replies).toMatchObject([{ body: "A colleague takes over." }]);
    expect(conversation).toMatchObject({
      mode: "HUMAN",
      handoverReason: "The bot used a tool wrongly, twice: transfer_money",
    });
  });

  it("called again and again: a person answers after AI_ROUNDS_MAX rounds", async () => {
    setEnv({ AI_ROUNDS_MAX: "1" });
    await simulator.meta.addAiScript(tool("{broken", { match: "round and round", times: 1 }));
    const { conversation } = await answered("round and round");
    expect(conversation).toMatchObject({ handoverReason: "The bot had no answer after 1 rounds" });
  });
});

describe("answers", () => {
  it("empty: the model is asked once more, then the next provider", async () => {
    await aiDoes("ai:deepseek", { type: "empty" }, "nothing to say");
    const { steps, replies } = await answered("nothing to say");
    expect(steps).toEqual([
      ["deepseek: stop", "EMPTY: repair", "deepseek: stop", "EMPTY: next", "openai: stop"],
    ]);
    expect(replies).toMatchObject([{ body: expect.stringContaining("nothing to say") }]);
  });

  it("broken off: a shorter one is asked for once", async () => {
    const text = "One. Two. And then th";
    await simulator.meta.addAiScript({ match: "long story", text, finishReason: "length", times: 1 });
    const { steps, replies } = await answered("long story");
    expect(steps).toEqual([["deepseek: length", "BROKEN_OFF: repair", "deepseek: stop"]]);
    expect(replies).toMatchObject([{ body: expect.stringContaining("long story") }]);
  });

  it("broken off twice: it is cut at the end of a sentence", async () => {
    const text = "One. Two. And then th";
    await simulator.meta.addAiScript({ match: "longer story", text, finishReason: "length", times: 2 });
    const { steps, replies } = await answered("longer story");
    expect(steps[0]?.slice(2)).toEqual(["deepseek: length", "BROKEN_OFF: cut"]);
    expect(replies).toMatchObject([{ body: "One. Two." }]);
  });
});

describe("conversations", () => {
  it("with a message of 50,000 characters are answered", async () => {
    const { replies, turns } = await answered(`${"word ".repeat(10_000)}`);
    expect(turns).toMatchObject([{ outcome: "reply" }]);
    expect(replies.length).toBeGreaterThan(0);
  });

  it("with a history of 2,000 messages are answered, and what the model reads of it is bounded", async () => {
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "the first of many");
    await runOutbound();
    await rows(
      `INSERT INTO "Message" ("organizationId", "conversationId", direction, type, body, status, "createdAt")
       SELECT c."organizationId", c.id, CASE WHEN n % 2 = 0 THEN 'INBOUND' ELSE 'OUTBOUND' END::"MessageDirection", 'text',
         'line ' || n, CASE WHEN n % 2 = 0 THEN 'RECEIVED' ELSE 'SENT' END::"MessageStatus", now()
       FROM generate_series(1, 2000) n, "Conversation" c JOIN "Contact" p ON p.id = c."contactId" WHERE p.phone = $1`,
      [from],
    );
    await customerWrites(phoneNumberId, from, "the last of many");
    await runOutbound();
    expect((await repliesTo(from)).at(-1)?.body).toContain("the last of many");
    const [call] = await simulator.meta.aiCalls({ textContains: "the last of many" });
    expect(call?.messageCount).toBeLessThan(60);
  });

  it("that go on while the AI thinks end the turn as aborted, and another one begins", async () => {
    const from = newCustomer();
    const action = { type: "delay" as const, ms: 20_000 };
    const match = { textContains: "slow one" };
    await simulator.meta.addFault({ target: "ai", action, when: { next: 1 }, match });
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "slow one");
    const running = runOutbound();
    await expect.poll(() => simulator.meta.aiCalls({ textContains: "slow one" })).toHaveLength(1);
    await customerWrites(phoneNumberId, from, "and another");
    await running;
    const turns = await turnsOf((await jobOf(wamid)).id);
    expect(turns.map(({ outcome, decision }) => [outcome, decision])).toEqual([
      ["aborted", null],
      ["reply", "send"],
    ]);
  });
});

describe("a budget that is used up", () => {
  const alerts = () =>
    rows(
      `SELECT subject, "sentAt", "resolvedAt" FROM "AlertState" WHERE kind = 'ai_budget' ORDER BY subject`,
    );

  it("of the organization: nobody is asked, the customer gets the sentence and a person, operators are told once", async () => {
    setEnv({ AI_DAILY_BUDGET_USD: "0.000001", ALERT_REPEAT_MINUTES: "1" });
    const first = await answered("too dear");
    expect(first.steps).toEqual([["deepseek: budget"]]);
    expect(first.turns).toMatchObject([
      { outcome: "unavailable", reason: "The daily budget for AI is used up (organization)" },
    ]);
    expect(first.replies).toMatchObject([{ body: SENTENCE }]);
    expect(first.conversation).toMatchObject({ mode: "HUMAN", notifications: ["HANDOVER"] });
    expect(await simulator.meta.aiCalls({ textContains: "too dear" })).toEqual([]);
    const told = await alerts();
    expect(told).toHaveLength(1);
    await rows(`UPDATE "AlertState" SET "sentAt" = "sentAt" - interval '2 hours' WHERE kind = 'ai_budget'`);
    const [before] = await alerts();
    await answered("too dear again");
    expect(await alerts()).toEqual([before]);

    await lookForAlerts();
    expect(await alerts()).toMatchObject([{ resolvedAt: null }]);
    await rows(`UPDATE "AlertState" SET "lastSeenAt" = now() - interval '1 day' WHERE kind = 'ai_budget'`);
    await lookForAlerts();
    expect(await alerts()).toMatchObject([{ resolvedAt: expect.any(Date) }]);
  });

  it("of one contact: others are still answered", async () => {
    // Enough for a question at any time of day: DeepSeek's prices double in the hours of its peak.
    setEnv({ AI_DAILY_BUDGET_PER_CONTACT_USD: "0.01" });
    const from = newCustomer();
    const write = async (text: string) => {
      const [wamid = ""] = await customerWrites(phoneNumberId, from, text);
      await runOutbound();
      return await conversationOf(wamid);
    };
    expect(await write("cheap question")).toMatchObject({ mode: "BOT" });
    const { id } = await row<{ id: number }>(`SELECT id FROM "Contact" WHERE phone = $1`, [from]);
    const spender = `contact:${id}`;
    await rows(`UPDATE "AiSpending" SET "microUsd" = 10000 WHERE spender = $1`, [spender]);
    expect(await write("one more")).toMatchObject({ mode: "HUMAN" });
    expect((await repliesTo(from)).at(-1)).toMatchObject({ body: SENTENCE });
    expect((await answered("somebody else")).turns).toMatchObject([{ outcome: "reply" }]);
  });
});
