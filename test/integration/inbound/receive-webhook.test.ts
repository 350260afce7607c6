import { describe, expect, it } from "vitest";
import { createIntegration, customerWrites, jobOf, newCustomer, receive } from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";
import { newWamid, textMessage } from "../../support/wire";

ownDatabase();

const countsOf = (from: string) =>
  row<{ contacts: number; conversations: number; messages: number; jobs: number; inboundCount: number }>(
    `SELECT count(DISTINCT p.id)::int AS contacts, count(DISTINCT c.id)::int AS conversations,
       count(DISTINCT m.id)::int AS messages, count(DISTINCT j.id)::int AS jobs, max(c."inboundCount") AS "inboundCount"
     FROM "Contact" p LEFT JOIN "Conversation" c ON c."contactId" = p.id
     LEFT JOIN "Message" m ON m."conversationId" = c.id LEFT JOIN "OutboundJob" j ON j."conversationId" = c.id
     WHERE p.phone = $1`,
    [from],
  );

describe("receiving a webhook", () => {
  it("makes delivery, dedupe key, contact, conversation, message and job durable", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const message = textMessage(from, "Do you deliver on Sunday?");

    const received = await receive(phoneNumberId, {
      messages: [message],
      contacts: [{ wa_id: from, profile: { name: "Ana" } }],
    });

    expect(received).toMatchObject({ accepted: 1, duplicates: 0, malformed: 0, unrouted: 0 });
    const stored = await row(
      `SELECT p."profileName", c.mode, c."inboundCount", m.body, m.status AS "messageStatus", m.direction,
         j.status AS "jobStatus", j."requestId", d.status AS delivery, k.key
       FROM "OutboundJob" j JOIN "Message" m ON m.id = j."inboundMessageId"
       JOIN "Conversation" c ON c.id = j."conversationId" JOIN "Contact" p ON p.id = c."contactId"
       JOIN webhook_delivery_log d ON d.request_id = j."requestId"
       JOIN processed_webhook_events k ON k.key = 'message:' || $2 || ':' || m."providerMessageId"
       WHERE j."inboundProviderMessageId" = $1`,
      [message.id, phoneNumberId],
    );
    expect(stored).toMatchObject({
      profileName: "Ana",
      mode: "BOT",
      inboundCount: 1,
      body: "Do you deliver on Sunday?",
      messageStatus: "RECEIVED",
      direction: "INBOUND",
      jobStatus: "queued",
      delivery: "ingested",
    });
  });

  it("keeps Meta's time of a message apart from ours", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const timestamp = String(Math.floor(Date.now() / 1000) - 3_600);
    await receive(phoneNumberId, { messages: [textMessage(from, "written an hour ago", { timestamp })] });

    const { lag } = await row<{ lag: number }>(
      `SELECT extract(epoch FROM m."createdAt" - m."sentAt")::float AS lag FROM "Message" m WHERE m.body = $1`,
      ["written an hour ago"],
    );
    expect(lag).toBeGreaterThan(3_590);
  });

  it("makes no second row of anything from a redelivery", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const messages = [textMessage(from, "once")];
    await receive(phoneNumberId, { messages });

    const again = await receive(phoneNumberId, { messages });

    expect(again).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await countsOf(from)).toEqual({
      contacts: 1,
      conversations: 1,
      messages: 1,
      jobs: 1,
      inboundCount: 1,
    });
  });

  it("makes no second row of anything from fifty deliveries at once", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const messages = [textMessage(from, "once"), textMessage(from, "and once more")];

    const all = await Promise.all(Array.from({ length: 50 }, () => receive(phoneNumberId, { messages })));

    expect(all.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2);
    expect(await countsOf(from)).toEqual({
      contacts: 1,
      conversations: 1,
      messages: 2,
      jobs: 2,
      inboundCount: 2,
    });
  });

  it("counts a message twice in one body once", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const message = textMessage(from, "twice in one body");

    const received = await receive(phoneNumberId, { messages: [message, message] });

    expect(received.accepted).toBe(1);
    expect(await countsOf(from)).toMatchObject({ messages: 1, jobs: 1, inboundCount: 1 });
  });

  it("loses one item of a thousand when one is malformed, and none of the others", async () => {
    const { phoneNumberId } = await createIntegration();
    const good = Array.from({ length: 997 }, (_, at) => textMessage(newCustomer(), `message ${at}`));
    const bad = [
      { ...textMessage("5511", "no id"), id: undefined },
      "not an object",
      { ...good[0], id: newWamid(), timestamp: "soon" },
    ];

    const received = await receive(phoneNumberId, {
      messages: [...good.slice(0, 500), ...bad, ...good.slice(500)],
    });

    expect(received).toMatchObject({ accepted: 997, malformed: 3 });
    const { jobs } = await row<{ jobs: number }>(
      `SELECT count(*)::int AS jobs FROM "OutboundJob" WHERE "inboundProviderMessageId" = ANY ($1)`,
      [good.map(({ id }) => id)],
    );
    expect(jobs).toBe(997);
  });

  it("gives the messages of a conversation their ids in the order they were written", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "first", "second", "third");
    const bodies = await rows<{ body: string }>(
      `SELECT m.body FROM "OutboundJob" j JOIN "Message" m ON m.id = j."inboundMessageId"
       JOIN "Conversation" c ON c.id = j."conversationId" JOIN "Contact" p ON p.id = c."contactId"
       WHERE p.phone = $1 ORDER BY j.id`,
      [from],
    );
    expect(bodies.map(({ body }) => body)).toEqual(["first", "second", "third"]);
  });

  it("stores text that PostgreSQL cannot hold with a replacement character", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const received = await receive(phoneNumberId, {
      messages: [textMessage(from, "nul \u0000 and half \ud83d a pair", { note: "\u0000\ud800" })],
      contacts: [{ wa_id: from, profile: { name: "A\u0000na" } }],
    });

    expect(received.accepted).toBe(1);
    const { body } = await row<{ body: string }>(`SELECT body FROM "Message" WHERE body LIKE 'nul %'`);
    expect(body).toBe("nul \ufffd and half \ufffd a pair");
  });

  it("keeps what it does not know, shows it as unsupported and asks nobody to answer it", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const message = { ...textMessage(from, ""), type: "hologram", hologram: { depth: 3 } };

    const received = await receive(phoneNumberId, { messages: [message] });

    expect(received).toMatchObject({ accepted: 1, malformed: 0 });
    const stored = await row<{ type: string; payload: { hologram: object } }>(
      `SELECT type, payload FROM "Message" WHERE "providerMessageId" = $1`,
      [message.id],
    );
    expect(stored.type).toBe("unsupported");
    expect(stored.payload.hologram).toEqual({ depth: 3 });
    expect(await countsOf(from)).toMatchObject({ messages: 1, jobs: 0 });
  });

  it("keeps a customer without a phone number apart by the business-scoped user id", async () => {
    const { phoneNumberId } = await createIntegration();
    const userId = "BR.13491208655302741918";
    const first = { ...textMessage("x", "no number"), from: undefined, from_user_id: userId };
    await receive(phoneNumberId, { messages: [first] });
    const phone = newCustomer();
    const second = textMessage(phone, "now with a number", { from_user_id: userId });
    await receive(phoneNumberId, { messages: [second] });

    const contact = await row(`SELECT phone, "userId", address FROM "Contact" WHERE "userId" = $1`, [userId]);
    expect(contact).toMatchObject({ phone, userId });
    expect(await countsOf(phone)).toMatchObject({ contacts: 1, conversations: 1, messages: 2 });
  });

  it("shows a message that arrives a day late and does not answer it", async () => {
    const { phoneNumberId } = await createIntegration();
    const timestamp = String(Math.floor(Date.now() / 1000) - 25 * 3_600);
    const message = textMessage(newCustomer(), "from yesterday", { timestamp });
    await receive(phoneNumberId, { messages: [message] });
    expect(await jobOf(message.id)).toMatchObject({ status: "cancelled", errorCode: "TOO_LATE" });
  });

  it("does not set the bot on a conversation that a person handles", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const [first] = await customerWrites(phoneNumberId, from, "hello");
    await rows(
      `UPDATE "Conversation" SET mode = 'HUMAN' WHERE id = (
      SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1)`,
      [first],
    );
    const [second] = await customerWrites(phoneNumberId, from, "are you there?");
    expect(await jobOf(second ?? "")).toMatchObject({ status: "cancelled", errorCode: "HUMAN_TAKEOVER" });
  });

  it("brings a deleted conversation back when its customer writes", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "hello");
    await rows(`UPDATE "Conversation" SET "deletedAt" = now()`);
    await customerWrites(phoneNumberId, from, "hello again");
    expect(
      await rows(
        `SELECT 1 FROM "Conversation" c JOIN "Contact" p ON p.id = c."contactId"
      WHERE p.phone = $1 AND c."deletedAt" IS NULL`,
        [from],
      ),
    ).toHaveLength(1);
  });

  it("keeps messages for a number that is not ours", async () => {
    const received = await receive("999000999", { messages: [textMessage(newCustomer(), "who are you?")] });
    expect(received).toMatchObject({ accepted: 0, unrouted: 1 });
    expect(await rows(`SELECT 1 FROM webhook_delivery_log WHERE status = 'unrouted'`)).toHaveLength(1);
  });

  it("keeps signed JSON that is no webhook of WhatsApp's", async () => {
    const { receiveWebhook } = await import("@/domain/inbound");
    const received = await receiveWebhook(new TextEncoder().encode(`{"object":"page"}`), "webhook_1_page");
    expect(received.isRecognised).toBe(false);
    expect(await rows(`SELECT 1 FROM webhook_delivery_log WHERE status = 'unrecognised'`)).toHaveLength(1);
  });
});

describe("two customers in one change", () => {
  const conversationOf = (body: string) =>
    row<{ id: number; phone: string | null }>(
      `SELECT c.id, p.phone FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId"
       JOIN "Contact" p ON p.id = c."contactId" WHERE m.body = $1`,
      [body],
    );

  it("whose only contact is the first one's stay two customers", async () => {
    const { phoneNumberId } = await createIntegration();
    const [ana, bia] = [newCustomer(), newCustomer()];
    const contacts = [{ wa_id: ana, user_id: `BR.${ana}`, profile: { name: "Ana" } }];
    await receive(phoneNumberId, { messages: [textMessage(ana, `before ${ana}`)], contacts });
    const messages = [textMessage(ana, `of ${ana}`), textMessage(bia, `of ${bia}`)];
    await receive(phoneNumberId, { messages, contacts });

    const [first, second] = [await conversationOf(`of ${ana}`), await conversationOf(`of ${bia}`)];
    expect(first.id).not.toBe(second.id);
    expect([first.phone, second.phone]).toEqual([ana, bia]);
  });
});
