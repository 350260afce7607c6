import { beforeAll, describe, expect, it } from "vitest";
import { replyAsPerson } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { prisma } from "@/infra/database/prisma";
import { sentContents } from "../../support/contents";
import { claimOne, customerWrites, newCustomer, sendReply } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;
const actor = "user:agent";

beforeAll(async () => {
  const { id: integrationId } = await prisma().integration.findUniqueOrThrow({ where: { phoneNumberId } });
  const body = (text: string) => [{ type: "BODY", text }];
  const known = { integrationId, category: "UTILITY", status: "APPROVED" };
  await prisma().template.createMany({
    data: [
      {
        ...known,
        name: "order_update",
        language: "en_US",
        components: body("Your order {{1}} is now {{2}}."),
      },
      { ...known, name: "paused_offer", language: "en_US", components: body("Too many."), status: "PAUSED" },
    ],
  });
});

async function conversation() {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "hello");
  const { conversationId } = await row<{ conversationId: number }>(
    `SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
    [wamid],
  );
  return { from, wamid, conversationId };
}

const messagesOf = (conversationId: number) =>
  rows(
    `SELECT type, body, content, "quotedProviderMessageId" AS quotes, status FROM "Message"
     WHERE "conversationId" = $1 AND direction = 'OUTBOUND' ORDER BY id`,
    [conversationId],
  );

const uploads = (content: object) => JSON.stringify(content).includes('"id":"1"');

describe("a person", () => {
  it.each(sentContents.filter(([, content]) => content.type !== "template" && !uploads(content)))(
    "sends a %s; Meta takes it, and the thread shows what it is",
    async (name, content, payload, readable) => {
      const { from, wamid, conversationId } = await conversation();
      const isReaction = content.type === "reaction";
      // Meta's ids have a form of their own.
      const given = isReaction ? { ...content, messageId: wamid } : { ...content, quotes: wamid };
      await replyAsPerson({ conversationId, actor, content: given, clientId: name }, "inbox_1");
      await runOutbound();
      const [effect, ...others] = await simulator.meta.effects({ recipient: from });
      expect(others).toEqual([]);
      const { type } = content as { type: string };
      const expected = isReaction ? { reaction: { message_id: wamid } } : { [type]: payload[type] };
      expect(effect?.payload).toMatchObject(expected);
      expect(effect?.payload.context).toEqual(isReaction ? undefined : { message_id: wamid });
      expect(await messagesOf(conversationId)).toEqual([
        { type, body: readable, content: given, quotes: isReaction ? null : wamid, status: "SENT" },
      ]);
    },
  );

  it("sends a template, and the thread shows what it says", async () => {
    const { from, conversationId } = await conversation();
    const content = {
      type: "template",
      name: "order_update",
      language: "en_US",
      parameters: { body: ["7", "sent"] },
    };
    await replyAsPerson({ conversationId, actor, content, clientId: "template" }, "inbox_1");
    await runOutbound();
    expect(await simulator.meta.effects({ recipient: from })).toMatchObject([
      { type: "template", text: "Your order 7 is now sent." },
    ]);
    expect(await messagesOf(conversationId)).toMatchObject([
      { type: "template", body: "Your order 7 is now sent.", status: "SENT" },
    ]);
  });

  it.each([
    ["that nobody knows", { name: "nobody", language: "en" }, /has no template nobody in en/],
    ["that Meta has paused", { name: "paused_offer", language: "en_US" }, /it is PAUSED/],
    [
      "with a parameter too few",
      { name: "order_update", language: "en_US", parameters: { body: ["7"] } },
      /2 param/,
    ],
  ])("is told at once of a template %s", async (_, template, reason) => {
    const { conversationId } = await conversation();
    const content = { type: "template", ...template };
    const sent = replyAsPerson({ conversationId, actor, content, clientId: "wrong" }, "inbox_1");
    await expect(sent).rejects.toMatchObject({
      code: "INVALID_INPUT",
      publicMessage: expect.stringMatching(reason),
    });
  });

  it("is told at once what Meta would refuse, and that files of ours cannot be sent yet", async () => {
    const { conversationId } = await conversation();
    const send = (content: unknown) =>
      replyAsPerson({ conversationId, actor, content, clientId: "x" }, "inbox_1");
    await expect(send({ type: "image" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const image = { type: "image", assetId: "0a4e6f6e-6a44-4b6e-9a0a-6f0a5b1c2d3e" };
    await expect(send(image)).rejects.toMatchObject({
      publicMessage: expect.stringMatching(/Files of ours/),
    });
    expect(
      await rows(`SELECT 1 FROM "OutboundJob" WHERE author = 'PERSON' AND "conversationId" = $1`, [
        conversationId,
      ]),
    ).toEqual([]);
  });

  it("sends nothing to a group", async () => {
    const { conversationId } = await conversation();
    await makeGroup(conversationId);
    const sent = replyAsPerson({ conversationId, actor, text: "Hi all", clientId: "g" }, "inbox_1");
    await expect(sent).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the bot", () => {
  it("sends parts of different types in their order, each one message", async () => {
    const { from, conversationId } = await conversation();
    const claim = await claimOne();
    const parts = [
      "Here it is:",
      { type: "image" as const, link: "https://example.com/a.png" },
      "Anything else?",
    ];
    const reply = { parts, handover: null, provider: null, model: null };
    for (const part of [1, 2, 3]) expect(await sendReply(claim, reply, part)).toMatchObject({ kind: "sent" });
    expect((await simulator.meta.effects({ recipient: from })).map(({ type }) => type)).toEqual([
      "text",
      "image",
      "text",
    ]);
    expect((await messagesOf(conversationId)).map(({ type }) => type)).toEqual(["text", "image", "text"]);
  });

  it("answers no group, asks no AI for one, and somebody is told", async () => {
    const { from, wamid, conversationId } = await conversation();
    await makeGroup(conversationId);
    await runOutbound();
    expect(await jobState(wamid)).toEqual({ status: "failed", errorCode: "GROUP" });
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
    const notified = await rows(`SELECT kind FROM "Notification" WHERE "conversationId" = $1`, [
      conversationId,
    ]);
    expect(notified).toEqual([{ kind: "JOB_FAILED" }]);
  });

  it("sends nothing to what became a group after the AI had thought", async () => {
    const { conversationId } = await conversation();
    const claim = await claimOne();
    await makeGroup(conversationId);
    const reply = { parts: ["Hi"], handover: null, provider: null, model: null };
    expect(await sendReply(claim, reply)).toEqual({ kind: "not_begun", verdict: "group" });
  });

  it("ends a job whose stored words Meta would refuse, at the first attempt and with the reason", async () => {
    setEnv({ JOB_RETRY_BASE_MS: "1" });
    const { from, wamid, conversationId } = await conversation();
    const reply = { parts: [{ type: "image" }], handover: null, provider: null, model: null };
    await rows(`UPDATE "OutboundJob" SET reply = $2, "replySeenCount" = 1 WHERE "conversationId" = $1`, [
      conversationId,
      JSON.stringify(reply),
    ]);
    await runOutbound();
    expect(await jobState(wamid)).toEqual({ status: "failed", errorCode: "INVALID_CONTENT" });
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });

  it("answers by the user id under which this number knows the customer, where there is no phone number", async () => {
    const { conversationId } = await conversation();
    await rows(
      `UPDATE "Contact" SET phone = NULL, "userId" = 'BR.222' FROM "Conversation" c
       WHERE c.id = $1 AND "Contact".id = c."contactId"`,
      [conversationId],
    );
    await rows(`UPDATE "Conversation" SET "customerUserId" = 'BR.111' WHERE id = $1`, [conversationId]);
    const claim = await claimOne();
    expect(claim.turn.customer).toMatchObject({ phone: null, userId: "BR.111" });
    await sendReply(claim, { parts: ["Hi"], handover: null, provider: null, model: null });
    const [effect] = await simulator.meta.effects({ recipient: "BR.111" });
    expect(effect?.payload).toMatchObject({ recipient: "BR.111" });
    expect(effect?.payload).not.toHaveProperty("to");
  });
});

function jobState(wamid: string) {
  return row(`SELECT status, "errorCode" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`, [wamid]);
}

async function makeGroup(conversationId: number): Promise<void> {
  await rows(
    `INSERT INTO "ContactAlias" ("organizationId", alias, "contactId", kind)
     SELECT "organizationId", 'group:' || id, "contactId", 'GROUP' FROM "Conversation" WHERE id = $1`,
    [conversationId],
  );
}
