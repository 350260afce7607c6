import { describe, expect, it } from "vitest";
import { retryJob, takeOver } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { env } from "@/lib/env";
import { conversationOf, customerWrites, jobOf, newCustomer, repliesTo } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";

// STOP ends what we send, but for the one confirmation of it, and START resumes it.

const simulator = ownNumber();
const { phoneNumberId } = simulator;
const CONFIRMED = "You will hear nothing more from us. Write START to resume.";

async function writes(text: string) {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, text);
  const { conversationId } = await row<{ conversationId: number }>(
    `SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
    [wamid],
  );
  return { from, wamid, conversationId };
}

/** What the ingest makes of STOP and START: the contact's word, and the confirmation as a job of its own. */
async function says(conversationId: number, word: "STOP" | "START"): Promise<number> {
  await rows(
    `UPDATE "Contact" p SET "optedOutAt" = CASE $2 WHEN 'STOP' THEN now() END
     FROM "Conversation" c WHERE c.id = $1 AND p.id = c."contactId"`,
    [conversationId, word],
  );
  const reply = { parts: [CONFIRMED], handover: null, provider: null, model: null };
  const { id } = await row<{ id: number }>(
    `INSERT INTO "OutboundJob" ("organizationId", "conversationId", "idempotencyKey", "requestId", purpose, reply)
     SELECT "organizationId", id, 'optout:' || id || ':' || clock_timestamp(), 'webhook_1', $2, $3 FROM "Conversation" WHERE id = $1
     RETURNING id`,
    [conversationId, word === "STOP" ? "OPT_OUT" : "OPT_IN", JSON.stringify(reply)],
  );
  return id;
}

const statusOf = (id: number) =>
  row(`SELECT status, "errorCode", purpose FROM "OutboundJob" WHERE id = $1`, [id]);
const aiCalls = (textContains: string) => simulator.meta.aiCalls({ textContains });

describe("STOP", () => {
  it("followed by a reply that was queued before it: only the confirmation goes out, and no AI is asked", async () => {
    const { from, wamid, conversationId } = await writes("asked before the stop");
    const confirmation = await says(conversationId, "STOP");
    await runOutbound();
    expect((await repliesTo(from)).map(({ body }) => body)).toEqual([CONFIRMED]);
    expect(await statusOf(confirmation)).toMatchObject({ status: "done" });
    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled", errorCode: "OPTED_OUT" });
    expect(await aiCalls("asked before the stop")).toEqual([]);
  });

  it("is confirmed at once, also while an answer waits for later", async () => {
    const { from, wamid, conversationId } = await writes("waits until the morning");
    await rows(
      `UPDATE "OutboundJob" SET "runAt" = now() + interval '8 hours', "errorCode" = 'QUIET_HOURS'
       WHERE "inboundProviderMessageId" = $1`,
      [wamid],
    );
    await says(conversationId, "STOP");
    await runOutbound();
    expect((await repliesTo(from)).map(({ body }) => body)).toEqual([CONFIRMED]);
    expect(await jobOf(wamid)).toMatchObject({ status: "queued" });
  });

  it("is confirmed where a person speaks, and a takeover does not cancel the confirmation", async () => {
    const { from, conversationId } = await writes("person here");
    const confirmation = await says(conversationId, "STOP");
    await takeOver({ conversationId, actor: "user:agent" });
    expect(await statusOf(confirmation)).toMatchObject({ status: "queued" });
    await runOutbound();
    expect((await repliesTo(from)).map(({ body }) => body)).toEqual([CONFIRMED]);
  });

  it("is confirmed in our words, however much the customer has written since", async () => {
    const { from, conversationId } = await writes("first words");
    await says(conversationId, "STOP");
    await customerWrites(phoneNumberId, from, "and another thing");
    await runOutbound();
    expect((await repliesTo(from)).map(({ body }) => body)).toEqual([CONFIRMED]);
    expect(await aiCalls("another thing")).toEqual([]);
  });

  it("is confirmed again with the same words when the confirmation has failed and is retried", async () => {
    const { from, conversationId } = await writes("fails first");
    const confirmation = await says(conversationId, "STOP");
    await metaDoes(simulator.meta, { type: "refuse", code: 131026 }, { to: from, times: 1 });
    await runOutbound();
    expect(await statusOf(confirmation)).toMatchObject({ status: "failed" });
    const again = await retryJob(confirmation, "operator:test");
    await runOutbound();
    expect(await statusOf(again)).toMatchObject({ status: "done", purpose: "OPT_OUT" });
    expect((await simulator.meta.effects({ recipient: from })).map(({ text }) => text)).toEqual([CONFIRMED]);
  });

  it("stops a confirmation of no known kind like any other message", async () => {
    const { from, conversationId } = await writes("other purpose");
    const id = await says(conversationId, "STOP");
    await rows(`UPDATE "OutboundJob" SET purpose = 'PROMOTION' WHERE id = $1`, [id]);
    await runOutbound();
    expect(await repliesTo(from)).toEqual([]);
    expect(await statusOf(id)).toMatchObject({ status: "cancelled", errorCode: "OPTED_OUT" });
  });
});

describe("the words themselves, the whole way", () => {
  it("STOP ends what was queued before it, START lets it go on; each is confirmed once", async () => {
    const { from, wamid } = await writes("asked, then stopped");
    await customerWrites(phoneNumberId, from, "STOP");
    await customerWrites(phoneNumberId, from, "Stop!");
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled", errorCode: "OPTED_OUT" });
    await customerWrites(phoneNumberId, from, "START");
    await runOutbound();
    await customerWrites(phoneNumberId, from, "here again");
    await runOutbound();
    const { OPT_OUT_MESSAGE, OPT_IN_MESSAGE } = env();
    const bodies = (await repliesTo(from)).map(({ body }) => body);
    expect(bodies).toEqual([OPT_OUT_MESSAGE, OPT_IN_MESSAGE, expect.stringContaining("here again")]);
    expect(await aiCalls("asked, then stopped")).toEqual([]);
  });
});

describe("START", () => {
  it("is confirmed, and what is written then is answered again", async () => {
    const { from, conversationId } = await writes("before");
    await says(conversationId, "STOP");
    await runOutbound();
    await says(conversationId, "START");
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "I am back");
    await runOutbound();
    const bodies = (await repliesTo(from)).map(({ body }) => body);
    expect(bodies).toEqual([CONFIRMED, CONFIRMED, expect.stringContaining("I am back")]);
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await conversationOf(wamid)).toMatchObject({ mode: "BOT" });
  });
});
