// STOP and START: what the customer says about being written to is heard at once, obeyed wherever a message could still
// leave, and confirmed once.

import { describe, expect, it } from "vitest";
import { runOutbound } from "@/domain/runner";
import { env } from "@/lib/env";
import { waitUntil } from "../../../scripts/local/processes";
import { customerWrites, jobOf, newCustomer, receive, repliesTo } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { textMessage } from "../../support/wire";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

const secondsAgo = (seconds: number) => ({ timestamp: String(Math.floor(Date.now() / 1_000) - seconds) });
const textsTo = async (from: string) => (await repliesTo(from)).map(({ body }) => body);
const isOptedOut = async (from: string) =>
  (
    await row<{ is: boolean }>(`SELECT "optedOutAt" IS NOT NULL AS is FROM "Contact" WHERE phone = $1`, [
      from,
    ])
  ).is;

describe("STOP", () => {
  it("is confirmed once, and whoever says it again is told nothing more", async () => {
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "Stop!");
    await runOutbound();
    const [again = ""] = await customerWrites(phoneNumberId, from, "STOP");
    await runOutbound();
    expect(await textsTo(from)).toEqual([env().OPT_OUT_MESSAGE]);
    expect(await jobOf(again)).toMatchObject({ status: "cancelled", errorCode: "OPTED_OUT" });
    expect(await isOptedOut(from)).toBe(true);
    expect(await simulator.meta.aiCalls({ textContains: "Stop!" })).toEqual([]);
  });

  it("is obeyed by a reply that was queued before it", async () => {
    const from = newCustomer();
    const [question = ""] = await customerWrites(phoneNumberId, from, "Do you sell canary chairs?");
    await customerWrites(phoneNumberId, from, "BAJA");
    await runOutbound();
    expect(await jobOf(question)).toMatchObject({ status: "cancelled", errorCode: "OPTED_OUT" });
    expect(await textsTo(from)).toEqual([env().OPT_OUT_MESSAGE]);
  });

  it("is obeyed by a reply that is being thought when it comes", async () => {
    const from = newCustomer();
    const text = "canary: think slowly";
    await simulator.meta.addFault({
      target: "ai",
      action: { type: "delay", ms: 400 },
      when: { next: 1 },
      match: { textContains: text },
    });
    const [question = ""] = await customerWrites(phoneNumberId, from, text);
    const running = runOutbound();
    await waitUntil(async () => (await simulator.meta.aiCalls({ textContains: text })).length > 0, {
      what: "the AI to be asked",
      timeoutMs: 5_000,
    });
    await customerWrites(phoneNumberId, from, "arrêt");
    await running;
    await runOutbound();
    expect(await jobOf(question)).toMatchObject({ status: "cancelled" });
    expect(await textsTo(from)).toEqual([env().OPT_OUT_MESSAGE]);
  });

  it("as part of a sentence is a message like any other", async () => {
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "Please stop the delivery of my chair");
    await runOutbound();
    expect(await textsTo(from)).toHaveLength(1);
    expect(await isOptedOut(from)).toBe(false);
  });

  it("by somebody who has never written before is kept, in one webhook with other messages as well", async () => {
    const from = newCustomer();
    const [hello, stop] = [
      textMessage(from, "hello", secondsAgo(5)),
      textMessage(from, "STOP", secondsAgo(3)),
    ];
    await receive(phoneNumberId, { messages: [hello, stop] });
    await runOutbound();
    expect(await isOptedOut(from)).toBe(true);
    expect(await jobOf(hello.id)).toMatchObject({ status: "cancelled", errorCode: "OPTED_OUT" });
    expect(await textsTo(from)).toEqual([env().OPT_OUT_MESSAGE]);
  });

  it("is confirmed although a person handles the conversation", async () => {
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "hello");
    await runOutbound();
    await rows(
      `UPDATE "Conversation" SET mode = 'HUMAN' WHERE "contactId" = (SELECT id FROM "Contact" WHERE phone = $1)`,
      [from],
    );
    await customerWrites(phoneNumberId, from, "STOP");
    await runOutbound();
    expect((await textsTo(from)).slice(1)).toEqual([env().OPT_OUT_MESSAGE]);
  });
});

describe("START", () => {
  it("after STOP is confirmed once, and the bot answers again", async () => {
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "STOP");
    await runOutbound();
    await customerWrites(phoneNumberId, from, "are you there?");
    await runOutbound();
    await customerWrites(phoneNumberId, from, "start");
    await runOutbound();
    expect(await textsTo(from)).toEqual([env().OPT_OUT_MESSAGE, env().OPT_IN_MESSAGE]);
    await customerWrites(phoneNumberId, from, "What are your opening hours?");
    await runOutbound();
    expect(await textsTo(from)).toHaveLength(3);
    expect(await isOptedOut(from)).toBe(false);
  });

  it("that was written before STOP and comes after it changes nothing", async () => {
    const from = newCustomer();
    await receive(phoneNumberId, { messages: [textMessage(from, "STOP", secondsAgo(10))] });
    await receive(phoneNumberId, { messages: [textMessage(from, "START", secondsAgo(60))] });
    await runOutbound();
    expect(await isOptedOut(from)).toBe(true);
    expect(await textsTo(from)).toEqual([env().OPT_OUT_MESSAGE]);
  });

  it("by somebody who never said STOP is a message like any other", async () => {
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "start");
    await runOutbound();
    expect(await textsTo(from)).not.toContain(env().OPT_IN_MESSAGE);
    expect(await textsTo(from)).toHaveLength(1);
  });
});
