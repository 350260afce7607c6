import { describe, expect, it } from "vitest";
import * as handBack from "@/app/api/inbox/conversations/[id]/hand-back/route";
import { prisma } from "@/infra/database/prisma";
import { startConversation } from "../../support/inbox";
import { actionsOf, ask, change, ownInbox, personsJobs, send, takenOver } from "../../support/inbox-actions";
import { row, rows } from "../../support/own-database";

const inbox = ownInbox();

const conversation = (id: number) =>
  row<{ assigneeId: string | null; isRead: boolean; mode: string; personActiveAt: Date | null }>(
    `SELECT "assigneeId", "readAt" > now() - interval '1 minute' IS TRUE AS "isRead", mode, "personActiveAt"
     FROM "Conversation" WHERE id = $1`,
    [id],
  );

describe("a message", () => {
  it("is queued with who wrote it, and worked on at once", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    const sent = await send(id, { text: "Good morning!" });
    expect(sent).toMatchObject({ status: 200, left: 1 });
    expect(await personsJobs(id)).toEqual([
      {
        id: sent.body.jobId,
        status: "queued",
        reply: expect.objectContaining({ parts: ["Good morning!"], actor: `user:${inbox.userId}` }),
      },
    ]);
  });

  it("is one, however often it is sent with one client id, and whatever comes with it", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    const first = await send(id, { clientId: "same-message" });
    const again = await send(id, { clientId: "same-message", text: "other words" });
    expect(again).toMatchObject({ status: 200, body: { jobId: first.body.jobId } });
    expect(await personsJobs(id)).toHaveLength(1);
  });

  it("is one when it is sent many times at once", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    const sent = await Promise.all(Array.from({ length: 8 }, () => send(id, { clientId: "all-at-once" })));
    expect(sent.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(new Set(sent.map(({ body }) => body.jobId)).size).toBe(1);
    expect(await personsJobs(id)).toHaveLength(1);
  });

  it("that was queued is answered with its job again, although the state now forbids another", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    const first = await send(id, { clientId: "lost-answer" });
    await ask(handBack.POST, { params: { id } });
    expect(await send(id, { clientId: "lost-answer" })).toMatchObject({
      status: 200,
      body: { jobId: first.body.jobId },
    });
    expect(await conversation(id)).toMatchObject({ mode: "BOT" });
    expect(await send(id)).toMatchObject({ status: 409 });
  });

  it("with one client id is another in another conversation", async () => {
    const [one, two] = [await takenOver(inbox.phoneNumberId), await takenOver(inbox.phoneNumberId)];
    const sent = [await send(one, { clientId: "the-same-id" }), await send(two, { clientId: "the-same-id" })];
    expect(sent[0]?.body.jobId).not.toBe(sent[1]?.body.jobId);
  });

  it("shows that its writer has read the conversation, and takes it only where that is asked and nobody has it", async () => {
    const colleague = await prisma().user.create({
      data: {
        organizationId: inbox.organizationId,
        email: `${crypto.randomUUID()}@example.com`,
        name: "Bia",
      },
    });
    const { conversationId: id } = await startConversation(inbox.phoneNumberId, "hello");
    await change(id, { mode: "HUMAN" });
    await send(id);
    expect(await conversation(id)).toMatchObject({ assigneeId: null, isRead: true });
    await send(id, { assignToMe: true });
    expect(await conversation(id)).toMatchObject({ assigneeId: inbox.userId });
    await change(id, { assigneeId: colleague.id });
    await send(id, { assignToMe: true });
    expect(await conversation(id)).toMatchObject({ assigneeId: colleague.id });
    expect(await actionsOf(id)).toEqual(["assign"]);
  });

  it("leaves a snooze as it is", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    await change(id, { snoozedUntil: new Date(Date.now() + 3_600_000) });
    await send(id);
    const [after] = await rows(
      `SELECT "snoozedUntil" > now() AS "isSnoozed" FROM "Conversation" WHERE id = $1`,
      [id],
    );
    expect(after).toEqual({ isSnoozed: true });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["nothing", { text: "" }, "is empty"],
    ["too much", { text: "x".repeat(4_097) }, "4096"],
    ["an unknown type", { content: { type: "poll" } }, "type"],
    ["another's file", { content: { type: "image", assetId: crypto.randomUUID() } }, "no stored file"],
    ["a bad client id", { clientId: "x y" }, "clientId"],
    ["both", { text: "a", content: { type: "text", body: "b" } }, ""],
  ])("that is %s is refused, and says why", async (_, body, words) => {
    const id = await takenOver(inbox.phoneNumberId);
    const refused = await send(id, body);
    expect(refused).toMatchObject({ status: 400, left: 0 });
    expect(refused.body.error.message).toContain(words);
    expect(await personsJobs(id)).toEqual([]);
  });

  it("of another organization's conversation is not found", async () => {
    const { conversationId } = await startConversation(inbox.other.phoneNumberId, "hello");
    await change(conversationId, { mode: "HUMAN" });
    expect(await send(conversationId)).toMatchObject({ status: 404, body: { error: { code: "NOT_FOUND" } } });
    expect(await personsJobs(conversationId)).toEqual([]);
  });
});

describe("a state that forbids a message", () => {
  const longAgo = new Date(Date.now() - 25 * 3_600_000);
  const template = { type: "template", name: "order_update", language: "en" };

  const states: [string, (id: number) => Promise<unknown>][] = [
    ["bot_owned", (id) => change(id, { mode: "BOT" })],
    ["window_closed", (id) => change(id, { lastInboundAt: longAgo })],
    ["never_messaged", (id) => change(id, { lastInboundAt: null })],
    [
      "opted_out",
      (id) =>
        rows(
          `UPDATE "Contact" SET "optedOutAt" = now() WHERE id = (SELECT "contactId" FROM "Conversation" WHERE id = $1)`,
          [id],
        ),
    ],
    [
      "channel_broken",
      () => rows(`UPDATE "Integration" SET status = 'DISABLED' WHERE id = $1`, [inbox.integrationId]),
    ],
    [
      "group",
      (id) =>
        rows(
          `UPDATE "ContactAlias" SET kind = 'GROUP' WHERE "contactId" = (SELECT "contactId" FROM "Conversation" WHERE id = $1)`,
          [id],
        ),
    ],
    ["deleted", (id) => change(id, { deletedAt: new Date() })],
  ];

  it.each(states)("(%s) is named, queues nothing and changes nothing", async (state, become) => {
    const id = await takenOver(inbox.phoneNumberId);
    await become(id);
    const before = await conversation(id);
    const refused = await send(id);
    await rows(`UPDATE "Integration" SET status = 'ACTIVE'`);
    expect(refused).toMatchObject({
      status: 409,
      body: { ok: false, error: { code: "CONFLICT", state, message: expect.stringMatching(/\w/) } },
      left: 0,
    });
    expect(await personsJobs(id)).toEqual([]);
    expect(await conversation(id)).toEqual(before);
  });

  it.each(["window_closed", "never_messaged"])("(%s) lets a template pass", async (state) => {
    await prisma().template.upsert({
      where: {
        integrationId_name_language: {
          integrationId: inbox.integrationId,
          name: "order_update",
          language: "en",
        },
      },
      update: {},
      create: {
        integrationId: inbox.integrationId,
        name: "order_update",
        language: "en",
        category: "UTILITY",
        status: "APPROVED",
        components: [{ type: "BODY", text: "Your order is on its way." }],
      },
    });
    const id = await takenOver(inbox.phoneNumberId);
    await change(id, { lastInboundAt: state === "window_closed" ? longAgo : null });
    expect(await send(id, { content: template })).toMatchObject({ status: 200 });
    const [job] = await personsJobs(id);
    expect(job?.reply.parts).toMatchObject([{ type: "template", preview: "Your order is on its way." }]);
  });

  it("(bot_owned) holds for templates as well: the agent takes over first", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    await change(id, { mode: "BOT" });
    expect(await send(id, { content: template })).toMatchObject({
      status: 409,
      body: { error: { state: "bot_owned" } },
    });
  });
});
