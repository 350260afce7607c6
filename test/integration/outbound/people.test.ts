import { describe, expect, it } from "vitest";
import { claimJobs, handBack, replyAsPerson, takeOver } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import {
  claimOne,
  conversationOf,
  customerWrites,
  jobOf,
  newCustomer,
  repliesTo,
  sendReply,
  textReply,
} from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { loseAnswer } from "../../support/uncertain";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

const actor = "user:agent";

async function writes(...texts: string[]) {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(
    phoneNumberId,
    from,
    ...(texts.length > 0 ? texts : ["question"]),
  );
  const { conversationId } = await row<{ conversationId: number }>(
    `SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
    [wamid],
  );
  return { from, wamid, conversationId };
}

describe("a person who takes over", () => {
  it("cancels what waits, and the bot says nothing more", async () => {
    const { from, wamid, conversationId } = await writes();
    await takeOver({ conversationId, actor });
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled", errorCode: "HUMAN_TAKEOVER" });
    expect(await repliesTo(from)).toEqual([]);
    expect(await conversationOf(wamid)).toMatchObject({ mode: "HUMAN" });
  });

  it("stops a reply that the AI is thinking about, within two seconds", async () => {
    const { from, wamid, conversationId } = await writes("think slowly");
    const match = { textContains: "think slowly" };
    await simulator.meta.addFault({ target: "ai", action: { type: "delay", ms: 10_000 }, match });
    const running = runOutbound();
    await expect.poll(() => simulator.meta.aiCalls({ textContains: "think slowly" })).toHaveLength(1);
    const startedAt = performance.now();
    await takeOver({ conversationId, actor });
    await running;
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled", errorCode: "HUMAN_TAKEOVER" });
    expect(await repliesTo(from)).toEqual([]);
  });

  it("stops a reply that is thought and about to be sent; the draft stays on its job", async () => {
    const { wamid, conversationId, from } = await writes();
    const claim = await claimOne();
    await takeOver({ conversationId, actor });
    expect(await sendReply(claim, textReply("the draft"))).toEqual({ kind: "not_begun", verdict: "human" });
    const { reply } = await row<{ reply: { parts: string[] } }>(
      `SELECT reply FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
      [wamid],
    );
    expect(reply.parts).toEqual(["the draft"]);
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });

  it("decides about a send of unknown outcome: the policy does not send it again", async () => {
    const { wamid, conversationId } = await writes();
    const claim = await claimOne();
    await loseAnswer(simulator.meta, claim, "cut-before-accept");
    await takeOver({ conversationId, actor });
    expect(await jobOf(wamid)).toMatchObject({ status: "uncertain" });
    expect(await claimJobs(10)).toEqual([]);
    const { isHeld } = await row<{ isHeld: boolean }>(
      `SELECT "heldAt" IS NOT NULL AS "isHeld" FROM "OutboundJob" WHERE id = $1`,
      [claim.job.id],
    );
    expect(isHeld).toBe(true);
  });

  it("leaves an audit event", async () => {
    const { conversationId } = await writes();
    await takeOver({ conversationId, actor });
    const events = await rows(`SELECT actor, action FROM "AuditEvent" WHERE "entityId" = $1`, [
      String(conversationId),
    ]);
    expect(events).toEqual([{ actor, action: "take_over" }]);
  });

  it("cannot take over what does not exist", async () => {
    await expect(takeOver({ conversationId: 999_999, actor })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a person's reply", () => {
  it("goes out through the same sender, once for each client id, and silences the bot", async () => {
    const { from, wamid, conversationId } = await writes();
    const reply = { conversationId, actor, text: "This is Ana. How can I help?", clientId: "c1" };
    const first = await replyAsPerson(reply, "inbox_1");
    expect(await replyAsPerson(reply, "inbox_2")).toBe(first);
    await runOutbound();
    expect(await repliesTo(from)).toMatchObject([{ body: reply.text, status: "SENT" }]);
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled" });
  });

  it("is not held back by a message of unknown outcome", async () => {
    const { from, conversationId } = await writes();
    await loseAnswer(simulator.meta, await claimOne(), "cut-before-accept");
    await replyAsPerson({ conversationId, actor, text: "A person here", clientId: "c2" }, "inbox_3");
    await runOutbound();
    expect(await simulator.meta.effects({ recipient: from })).toMatchObject([{ text: "A person here" }]);
  });

  it("is not replaced by a newer message of the customer's, and several go out in order", async () => {
    const { from, conversationId } = await writes();
    for (const text of ["one", "two", "three"])
      await replyAsPerson({ conversationId, actor, text, clientId: text }, "inbox_4");
    await customerWrites(phoneNumberId, from, "are you there?");
    await runOutbound();
    expect((await repliesTo(from)).map(({ body }) => body)).toEqual(["one", "two", "three"]);
  });

  it.each(["", "   ", "x".repeat(4_097)])(
    "that Meta would not take is refused with a reason",
    async (text) => {
      const { conversationId } = await writes();
      const reply = { conversationId, actor, text, clientId: "c3" };
      await expect(replyAsPerson(reply, "inbox_5")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    },
  );

  it("has 4,096 characters where each is one code point", async () => {
    const { conversationId } = await writes();
    const reply = { conversationId, actor, text: "🙂".repeat(4_096), clientId: "c4" };
    expect(await replyAsPerson(reply, "inbox_6")).toBeGreaterThan(0);
  });
});

describe("handing back", () => {
  it("lets the bot take up what nobody has answered, as new jobs", async () => {
    const { from, wamid, conversationId } = await writes();
    await takeOver({ conversationId, actor });
    await customerWrites(phoneNumberId, from, "hello?");
    expect(await handBack({ conversationId, actor })).toBe(2);
    await runOutbound();
    expect(await repliesTo(from)).toHaveLength(1);
    expect((await repliesTo(from))[0]?.body).toContain("hello?");
    const jobs = await rows(
      `SELECT status, "retryOfId" IS NOT NULL AS "isRetry" FROM "OutboundJob"
       WHERE "inboundProviderMessageId" = $1 ORDER BY id`,
      [wamid],
    );
    expect(jobs).toEqual([
      { status: "cancelled", isRetry: false },
      { status: "done", isRetry: true },
    ]);
  });

  it("does not take up what the person has answered", async () => {
    const { from, conversationId } = await writes();
    await replyAsPerson({ conversationId, actor, text: "Done.", clientId: "c5" }, "inbox_7");
    await runOutbound();
    expect(await handBack({ conversationId, actor })).toBe(0);
    await customerWrites(phoneNumberId, from, "thanks, one more thing");
    await runOutbound();
    expect(await repliesTo(from)).toHaveLength(2);
  });
});
