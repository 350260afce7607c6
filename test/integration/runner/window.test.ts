import { afterEach, describe, expect, it, vi } from "vitest";
import { runOutbound } from "@/domain/runner";
import {
  claimOne,
  conversationOf,
  customerWrites,
  jobOf,
  newCustomer,
  receive,
  sendReply,
  textReply,
} from "../../support/factories";
import { row } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { lastWrote } from "../../support/templates";
import { textMessage } from "../../support/wire";

// Meta's customer service window: 24 hours after the customer's last message, by Meta's clock (Meta, messages/send-messages).

const simulator = ownNumber();
const { phoneNumberId } = simulator;

afterEach(() => {
  vi.useRealTimers();
});

/** A job of somebody who wrote a moment ago. */
async function job() {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "question");
  return { from, wamid };
}

/** The moment at which Meta says a message was written. */
const secondsAgo = (seconds: number) => ({ timestamp: String(Math.floor(Date.now() / 1000) - seconds) });
const HOURS = 3_600;

describe("the 24 hour window", () => {
  it("is open 23:59:59 after the customer's message, and closed 24:00:01 after it", async () => {
    const early = await job();
    const claim = await claimOne();
    await lastWrote(early.from, "23:59:59");
    expect(await sendReply(claim, textReply("in time"))).toMatchObject({ kind: "sent" });

    const late = await job();
    const tooLate = await claimOne();
    await lastWrote(late.from, "24:00:01");
    expect(await sendReply(tooLate, textReply("too late"))).toEqual({
      kind: "not_begun",
      verdict: "window_closed",
    });
    expect(await simulator.meta.effects({ recipient: late.from })).toEqual([]);
  });

  it("begins when Meta says the customer wrote, not when the webhook came", async () => {
    const from = newCustomer();
    const late = textMessage(from, "delivered late", secondsAgo(23 * HOURS));
    await receive(phoneNumberId, { messages: [late] });
    const { hours } = await row<{ hours: number }>(
      `SELECT round(extract(epoch FROM now() - c."lastInboundAt") / 3600)::int AS hours
       FROM "Conversation" c JOIN "Contact" p ON p.id = c."contactId" WHERE p.phone = $1`,
      [from],
    );
    expect(hours).toBe(23);
    await runOutbound();
    expect(await jobOf(late.id)).toMatchObject({ status: "done" });
  });

  it("that is over when the message comes is not asked an AI about, and nothing is sent", async () => {
    const from = newCustomer();
    const late = textMessage(from, "a day late", secondsAgo(24 * HOURS + 1));
    await receive(phoneNumberId, { messages: [late] });
    await runOutbound();
    expect(await jobOf(late.id)).toMatchObject({ status: "cancelled", errorCode: "TOO_LATE" });
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });

  it("is not moved back by an older message that comes after a newer one", async () => {
    const { from } = await job();
    const older = textMessage(from, "older", secondsAgo(24 * HOURS + 1));
    await receive(phoneNumberId, { messages: [older] });
    expect(await sendReply(await claimOne(), textReply("answer"))).toMatchObject({ kind: "sent" });
  });

  it.each([-2, 2])(
    "is judged by the database's clock, also by a process whose own is %d days off",
    async (days) => {
      const open = await job();
      const claim = await claimOne();
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * 24 * HOURS * 1_000 });
      expect(await sendReply(claim, textReply("open"))).toMatchObject({ kind: "sent" });

      vi.useRealTimers();
      const closed = await job();
      const tooLate = await claimOne();
      await lastWrote(closed.from, "24:00:01");
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * 24 * HOURS * 1_000 });
      expect(await sendReply(tooLate, textReply("closed"))).toMatchObject({ verdict: "window_closed" });
      expect(await simulator.meta.effects({ recipient: open.from })).toHaveLength(1);
      expect(await simulator.meta.effects({ recipient: closed.from })).toEqual([]);
    },
  );

  it("is opened again by a message that comes between the check and the send: the reply answers that, too", async () => {
    const { from, wamid } = await job();
    await lastWrote(from, "24:00:01");
    const match = { textContains: "question" };
    await simulator.meta.addFault({
      target: "ai",
      action: { type: "delay", ms: 400 },
      when: { next: 1 },
      match,
    });
    const running = runOutbound();
    await expect.poll(async () => (await jobOf(wamid)).status).toBe("running");
    await customerWrites(phoneNumberId, from, "still there?");
    await running;
    const effects = await simulator.meta.effects({ recipient: from });
    expect(effects).toMatchObject([{ type: "text", text: expect.stringContaining("still there?") }]);
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });

  it("that has closed, without a template for it, ends the job, and somebody is told", async () => {
    const { from, wamid } = await job();
    await lastWrote(from, "24:00:01");
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "WINDOW_CLOSED" });
    expect(await conversationOf(wamid)).toMatchObject({ notifications: ["WINDOW_CLOSED"] });
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });
});
