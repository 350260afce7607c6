import { describe, expect, it } from "vitest";
import { kickRunner, runOutbound } from "@/domain/runner";
import { waitUntil } from "../../../scripts/local/processes";
import {
  aiUsageOf,
  conversationOf,
  customerWrites,
  jobOf,
  newCustomer,
  repliesTo,
  sendsOf,
} from "../../support/factories";
import { rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber({
  persona: { about: "We sell chairs in Berlin and deliver within two days.", answerCharactersMax: 10_000 },
});
const { phoneNumberId } = simulator;

/** Waits until the AI has been asked about a text. */
const aiIsAsked = (text: string) =>
  waitUntil(async () => (await simulator.meta.aiCalls({ textContains: text })).length > 0, {
    what: "the AI to be asked",
    timeoutMs: 5_000,
  });

describe("running the queue", () => {
  it("answers a message and books what the answer cost", async () => {
    const from = newCustomer();
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "What are your opening hours?");

    const worked = await runOutbound();

    const job = await jobOf(wamid);
    expect(worked).toEqual([{ jobId: job.id, outcome: "processed", coalescedJobIds: [] }]);
    expect(job).toMatchObject({ status: "done", attempts: 1 });
    expect(await repliesTo(from)).toMatchObject([{ status: "SENT" }]);
    expect(await aiUsageOf(job.id)).toEqual([{ provider: "deepseek", errorCode: null, hasTokens: true }]);
  });

  it("answers several messages of a customer with one reply that has seen them all", async () => {
    const from = newCustomer();
    const texts = ["Hi", "I need a chair", "a blue one"];
    const wamids = await customerWrites(phoneNumberId, from, ...texts);

    const [worked] = await runOutbound();

    expect(worked?.coalescedJobIds).toHaveLength(2);
    for (const wamid of wamids) expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    const replies = await repliesTo(from);
    expect(replies).toHaveLength(1);
    for (const text of texts) expect(replies[0]?.body).toContain(text);
  });

  it("answers the next message after the first, knowing what was said", async () => {
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "Good morning");
    await runOutbound();
    await customerWrites(phoneNumberId, from, "Do you have gift cards?");
    await runOutbound();
    const replies = await repliesTo(from);
    expect(replies).toHaveLength(2);
    expect(replies[1]?.body).not.toContain("Good morning");
  });

  it("thinks again when the customer writes while the AI is thinking, and sends only what has seen it", async () => {
    const from = newCustomer();
    const slow = { type: "delay" as const, ms: 300 };
    const match = { textContains: "first thought" };
    await simulator.meta.addFault({ target: "ai", action: slow, when: { next: 1 }, match });
    const [first = ""] = await customerWrites(phoneNumberId, from, "first thought");
    const running = runOutbound();
    await aiIsAsked("first thought");
    const [second = ""] = await customerWrites(phoneNumberId, from, "second thought");
    await running;

    const replies = await repliesTo(from);
    expect(replies).toHaveLength(1);
    expect(replies[0]?.body).toContain("second thought");
    for (const wamid of [first, second]) expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await aiUsageOf((await jobOf(first)).id)).toHaveLength(2);
  });

  it("does not think for ever about a customer who never stops writing", async () => {
    setEnv({ REPLY_RETHINK_MAX: "0" });
    const from = newCustomer();
    const slow = { type: "delay" as const, ms: 300 };
    await simulator.meta.addFault({
      target: "ai",
      action: slow,
      when: { next: 1 },
      match: { textContains: "endless" },
    });
    await customerWrites(phoneNumberId, from, "endless one");
    const running = runOutbound();
    await aiIsAsked("endless one");
    const [second = ""] = await customerWrites(phoneNumberId, from, "endless two");
    await running;

    const bodies = (await repliesTo(from)).map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).not.toContain("endless two");
    expect(bodies[1]).toContain("endless two");
    expect(await jobOf(second)).toMatchObject({ status: "done", coalescedIntoId: null });
  });

  it("sends nothing when a person takes over while the AI is thinking", async () => {
    const from = newCustomer();
    const slow = { type: "delay" as const, ms: 300 };
    await simulator.meta.addFault({
      target: "ai",
      action: slow,
      when: { next: 1 },
      match: { textContains: "taken over" },
    });
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "taken over soon");
    const running = runOutbound();
    await aiIsAsked("taken over soon");
    await rows(
      `UPDATE "Conversation" SET mode = 'HUMAN' WHERE id = (
      SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1)`,
      [wamid],
    );
    await running;

    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled", errorCode: "HUMAN_TAKEOVER" });
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });

  it("asks no AI again for a reply that is stored and still current", async () => {
    setEnv({ JOB_RETRY_BASE_MS: "1" });
    const from = newCustomer();
    await simulator.meta.addFault({
      target: "send",
      action: { type: "refuse", code: 131000 },
      when: { next: 1 },
      match: { recipient: from },
    });
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "asked once");

    const worked = await runOutbound({ lingerMs: 5_000 });

    expect(worked.map(({ outcome }) => outcome)).toEqual(["retried", "processed"]);
    expect(await jobOf(wamid)).toMatchObject({ status: "done", attempts: 2 });
    expect(await simulator.meta.aiCalls({ textContains: "asked once" })).toHaveLength(1);
  });

  it("asks the AI again when the customer has written before the retry", async () => {
    setEnv({ JOB_RETRY_BASE_MS: "60000" });
    const from = newCustomer();
    await simulator.meta.addFault({
      target: "send",
      action: { type: "refuse", code: 131000 },
      when: { next: 1 },
      match: { recipient: from },
    });
    await customerWrites(phoneNumberId, from, "before the retry");
    await runOutbound();
    await customerWrites(phoneNumberId, from, "after the refusal");
    await rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE status = 'queued'`);
    await runOutbound();

    const replies = await repliesTo(from);
    expect(replies).toHaveLength(1);
    expect(replies[0]?.body).toContain("after the refusal");
  });

  it("sends a long reply in parts, in order, each with a key of its own", async () => {
    const from = newCustomer();
    const text = `${"a".repeat(4_000)}. ${"b".repeat(4_000)}. ${"c".repeat(100)}`;
    await simulator.meta.addAiScript({ match: "a long story", text });
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "tell me a long story");

    await runOutbound();

    const job = await jobOf(wamid);
    expect(job).toMatchObject({ status: "done", partsSent: 3 });
    const sends = await sendsOf(job.id);
    expect(new Set(sends.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
    const effects = (await simulator.meta.effects({ recipient: from })).toSorted((a, b) => a.at - b.at);
    expect(effects.map((effect) => effect.text[0])).toEqual(["a", "b", "c"]);
  });

  it("goes on with the part that is missing, not with the first", async () => {
    setEnv({ JOB_RETRY_BASE_MS: "1" });
    const from = newCustomer();
    const text = `${"d".repeat(4_000)}. ${"e".repeat(4_000)}.`;
    await simulator.meta.addAiScript({ match: "two halves", text });
    await simulator.meta.addFault({
      target: "send",
      action: { type: "refuse", code: 131000 },
      when: { next: 1 },
      match: { recipient: from, textContains: "eeee" },
    });
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "a story in two halves");

    await runOutbound({ lingerMs: 5_000 });

    expect(await jobOf(wamid)).toMatchObject({ status: "done", attempts: 2, partsSent: 2 });
    expect(
      (await simulator.meta.effects({ recipient: from })).map((effect) => effect.text[0]).toSorted(),
    ).toEqual(["d", "e"]);
  });

  it("gives up on what can never succeed, with the reason, and tells somebody", async () => {
    const from = newCustomer();
    await simulator.meta.addFault({
      target: "send",
      action: { type: "refuse", code: 131026 },
      match: { recipient: from },
    });
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "undeliverable");
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "131026", attempts: 1 });
    expect(await repliesTo(from)).toMatchObject([{ status: "FAILED" }]);
    expect((await conversationOf(wamid)).notifications).toEqual(["JOB_FAILED"]);
  });

  it("tries what may get better a bounded number of times", async () => {
    setEnv({ JOB_RETRY_BASE_MS: "1", JOB_MAX_ATTEMPTS: "3" });
    const from = newCustomer();
    await simulator.meta.addFault({
      target: "send",
      action: { type: "refuse", code: 131016 },
      match: { recipient: from },
    });
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "overloaded");
    await runOutbound({ lingerMs: 5_000 });
    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "131016", attempts: 3 });
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });

  it("one job's trouble does not stop the others", async () => {
    const [bad, good] = [newCustomer(), newCustomer()];
    await simulator.meta.addFault({
      target: "send",
      action: { type: "refuse", code: 131026 },
      match: { recipient: bad },
    });
    await customerWrites(phoneNumberId, bad, "bad");
    const [wamid = ""] = await customerWrites(phoneNumberId, good, "good");
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });
});

describe("somebody who has written very much", () => {
  it("gets as many replies as it takes, and each message is in one of them", async () => {
    const from = newCustomer();
    const texts = Array.from({ length: 120 }, (_, at) => `line ${at} of the letter`);
    const wamids = await customerWrites(phoneNumberId, from, ...texts);
    await runOutbound();
    const bodies = (await repliesTo(from)).map(({ body }) => body);
    expect(bodies.length).toBeLessThan(5);
    for (const text of texts) expect(bodies.some((body) => body.includes(`“${text}”`))).toBe(true);
    for (const wamid of wamids) expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });
});

describe("kicking the runner", () => {
  it("works what is there, and what comes while it works, with one run", async () => {
    const wamids: string[] = [];
    const kicks: Promise<void>[] = [];
    for (let at = 0; at < 10; at += 1) {
      wamids.push(...(await customerWrites(phoneNumberId, newCustomer(), `kick ${at}`)));
      kicks.push(kickRunner());
    }
    await Promise.all(kicks);
    for (const wamid of wamids) expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });

  it("takes up a new conversation while another waits for a slow AI", async () => {
    const slow = { type: "delay" as const, ms: 1_000 };
    await simulator.meta.addFault({ target: "ai", action: slow, match: { textContains: "slow thinker" } });
    const [slowJob = ""] = await customerWrites(phoneNumberId, newCustomer(), "slow thinker");
    const running = kickRunner();
    await aiIsAsked("slow thinker");
    const [quickJob = ""] = await customerWrites(phoneNumberId, newCustomer(), "quick thinker");
    void kickRunner();

    await waitUntil(async () => (await jobOf(quickJob)).status === "done", {
      what: "the quick one",
      timeoutMs: 900,
    });

    expect(await jobOf(slowJob)).toMatchObject({ status: "running" });
    await running;
  });
});
