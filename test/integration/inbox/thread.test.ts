import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MessageItem, ThreadItem } from "@/app/_contract/thread";
import * as thread from "@/app/api/inbox/conversations/[id]/messages/route";
import { replyAsPerson, takeOver } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { prisma } from "@/infra/database/prisma";
import { newRequestId } from "@/lib/request-id";
import { claimOne, customerWrites, receive, sendReply, textReply } from "../../support/factories";
import { askInbox, conversationOfMessage, createUser, startConversation } from "../../support/inbox";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { loseAnswer } from "../../support/uncertain";
import { newWamid, status, textMessage } from "../../support/wire";
import { setEnv } from "../../support/with-env";

const own = ownNumber();

let organizationId: string;
let userId: string;
beforeAll(async () => {
  ({ organizationId } = await row<{ organizationId: string }>(`SELECT "organizationId" FROM "Integration"`));
  ({ id: userId } = await createUser(organizationId));
});
beforeEach(() => setEnv({ INBOX_WITHOUT_SIGN_IN: "true" }));

const start = (...texts: [string, ...string[]]) => startConversation(own.phoneNumberId, ...texts);
const read = (id: number, query: Record<string, string> = {}) =>
  askInbox(thread.GET, { path: `x?${new URLSearchParams(query)}`, params: { id } });
async function itemsOf(id: number): Promise<ThreadItem[]> {
  return (await read(id)).body.items;
}
async function messagesOf(id: number): Promise<MessageItem[]> {
  return (await itemsOf(id)).filter((item) => item.kind === "message");
}

describe("a thread", () => {
  it("shows what was said by whom, in the order it was said, with ticks", async () => {
    const { conversationId, customer } = await start("hello");
    const sent = await sendReply(await claimOne(), textReply("hi"));
    if (sent.kind !== "sent") throw new Error(sent.kind);
    const actor = `user:${userId}`;
    await replyAsPerson({ conversationId, actor, clientId: "c-1", text: "I am Ana" }, newRequestId("inbox"));
    await runOutbound();
    await receive(own.phoneNumberId, {
      message_echoes: [{ ...textMessage(own.phoneNumberId, "from the app"), id: newWamid(), to: customer }],
    });
    const messages = await messagesOf(conversationId);
    expect(messages).toMatchObject([
      { author: "CUSTOMER", body: "hello", status: "RECEIVED", clientId: null, hasStory: false },
      { author: "BOT", body: "hi", jobId: expect.any(Number) },
      { author: "PERSON", authorName: "Ana", body: "I am Ana", clientId: "c-1" },
      { author: "PHONE", body: "from the app", status: "SENT" },
    ]);
    const wamid = messages[1]?.providerMessageId as string;
    await receive(own.phoneNumberId, { statuses: [status(wamid, "delivered"), status(wamid, "read")] });
    expect((await messagesOf(conversationId))[1]).toMatchObject({
      status: "READ",
      deliveredAt: expect.any(String),
      readAt: expect.any(String),
    });
  });

  it("shows a message that Meta dates to the same second as the reply before it after that reply", async () => {
    const { conversationId, customer } = await start("first");
    const at = new Date("2026-11-22T10:00:00.700Z");
    const ours = {
      organizationId,
      conversationId,
      direction: "OUTBOUND",
      type: "text",
      status: "SENT",
    } as const;
    await prisma().message.create({ data: { ...ours, body: "reply", sentAt: at } });
    await customerWrites(own.phoneNumberId, customer, "second");
    await prisma().message.updateMany({
      where: { conversationId, direction: "INBOUND" },
      data: { sentAt: new Date("2026-11-22T10:00:00.000Z") },
    });
    expect((await messagesOf(conversationId)).map(({ body }) => body)).toEqual(["first", "reply", "second"]);
  });

  it("says of a send that nobody knows the outcome of that it is unknown, and of one that failed why", async () => {
    const { conversationId } = await start("hello");
    await loseAnswer(own.meta, await claimOne(), "accept-then-cut");
    expect((await messagesOf(conversationId))[1]).toMatchObject({ status: "UNKNOWN", canRetry: false });
    await rows(
      `UPDATE "Message" SET status = 'FAILED', "errorCode" = '131026' WHERE "conversationId" = $1
      AND direction = 'OUTBOUND'`,
      [conversationId],
    );
    expect((await messagesOf(conversationId))[1]).toMatchObject({
      status: "FAILED",
      error: { code: "131026", reason: expect.stringContaining("WhatsApp"), advice: expect.any(String) },
    });
  });

  it("shows reactions on what they are about, the last of each who reacted, and none that was taken back", async () => {
    const { conversationId, customer, wamids } = await start("hello");
    const react = (emoji: string) => {
      const reaction = { message_id: wamids[0], emoji };
      return receive(own.phoneNumberId, {
        messages: [{ ...textMessage(customer, ""), text: undefined, type: "reaction", reaction }],
      });
    };
    await react("👍");
    await react("🎉");
    expect(await messagesOf(conversationId)).toMatchObject([
      { body: "hello", reactions: [{ emoji: "🎉", author: "CUSTOMER" }] },
    ]);
    await react("");
    expect(await messagesOf(conversationId)).toMatchObject([{ body: "hello", reactions: [] }]);
  });

  it("shows what a message answers", async () => {
    const { conversationId, customer, wamids } = await start("how much is the lamp?");
    const context = { from: customer, id: wamids[0] };
    const reply = textMessage(customer, "this one", { context });
    await receive(own.phoneNumberId, { messages: [reply] });
    const original = await conversationOfMessage(wamids[0] as string);
    expect((await messagesOf(conversationId))[1]).toMatchObject({
      text: "this one",
      quoted: { messageId: original.id, author: "CUSTOMER", text: "how much is the lamp?" },
    });
  });

  it("keeps nothing of what the customer has deleted", async () => {
    const { conversationId, customer, wamids } = await start("canary");
    const revoke = { type: "revoke", revoke: { original_message_id: wamids[0] } };
    await receive(own.phoneNumberId, {
      messages: [{ ...textMessage(customer, ""), text: undefined, ...revoke }],
    });
    const items = await itemsOf(conversationId);
    expect(items).toMatchObject([
      { isRevoked: true, body: null, content: null, text: "[deleted by the customer]" },
    ]);
    expect(JSON.stringify(items)).not.toContain("canary");
  });

  it("links to files that are stored, and to no others", async () => {
    setEnv({ SESSION_SECRET: "a-session-secret" });
    const { conversationId, wamids } = await start("hello");
    const { id } = await conversationOfMessage(wamids[0] as string);
    const file = { organizationId, messageId: id, kind: "image", mimeType: "image/png" };
    const stored = await prisma().mediaAsset.create({ data: { ...file, status: "stored", storageKey: "k" } });
    await prisma().mediaAsset.create({ data: { ...file, status: "failed", error: "gone" } });
    const ours = await prisma().mediaAsset.create({
      data: { organizationId, kind: "image", mimeType: "image/png", status: "stored", storageKey: "o" },
    });
    const content = { type: "image", assetId: ours.id };
    await prisma().message.create({
      data: { organizationId, conversationId, direction: "OUTBOUND", type: "image", status: "SENT", content },
    });
    const [theirs, sent] = await messagesOf(conversationId);
    expect(theirs?.files).toMatchObject([
      { id: stored.id, url: expect.stringContaining(`/api/media/${stored.id}?`) },
      { status: "failed", url: null, error: "gone" },
    ]);
    expect(sent?.files).toMatchObject([{ id: ours.id, url: expect.any(String) }]);
  });

  it("has notes and what happened in their places, page by page, nothing twice and nothing left out", async () => {
    const { conversationId, customer } = await start("1");
    await takeOver({ conversationId, actor: `user:${userId}` });
    await prisma().conversationNote.create({
      data: { organizationId, conversationId, authorId: userId, body: "a note" },
    });
    for (const text of ["2", "3"]) await customerWrites(own.phoneNumberId, customer, text);
    await prisma().notification.create({
      data: {
        organizationId,
        conversationId,
        kind: "HANDOVER",
        title: "x",
        body: "asked",
        dedupeKey: `x${conversationId}`,
      },
    });
    await customerWrites(own.phoneNumberId, customer, "4");

    const seen: ThreadItem[][] = [];
    let before: string | null = "";
    while (before !== null) {
      const page: { items: ThreadItem[]; before: string | null } = (
        await read(conversationId, { limit: "1", before })
      ).body;
      seen.push(page.items);
      before = page.before;
    }
    const words = (item: ThreadItem) =>
      item.kind === "event" ? `${item.action} by ${item.actorName}` : `${item.kind} ${item.body}`;
    const expected = [
      "message 1",
      "take_over by Ana",
      "note a note",
      "message 2",
      "message 3",
      "handover by null",
      "message 4",
    ];
    expect(seen.toReversed().flat().map(words).toSorted()).toEqual(expected.toSorted());
    expect(seen).toHaveLength(4);
    expect(seen.at(-1)).toHaveLength(3);
    const events = (await itemsOf(conversationId)).filter(({ kind }) => kind === "event");
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it("of another organization is not found, and a place that is none is refused", async () => {
    const { conversationId } = await start("hello");
    expect(await read(conversationId, { before: "x" })).toMatchObject({ status: 400 });
    await rows(`UPDATE "Conversation" SET "organizationId" = $2 WHERE id = $1`, [
      conversationId,
      (await prisma().organization.create({ data: { name: "o", slug: "other" } })).id,
    ]);
    expect(await read(conversationId)).toMatchObject({ status: 404 });
  });
});
