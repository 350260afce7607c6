import { describe, expect, it } from "vitest";
import * as cannedReply from "@/app/api/inbox/canned-replies/[id]/route";
import * as cannedReplies from "@/app/api/inbox/canned-replies/route";
import * as ofConversation from "@/app/api/inbox/conversations/[id]/labels/route";
import * as notes from "@/app/api/inbox/conversations/[id]/notes/route";
import * as label from "@/app/api/inbox/labels/[id]/route";
import * as labels from "@/app/api/inbox/labels/route";
import { prisma } from "@/infra/database/prisma";
import { startConversation } from "../../support/inbox";
import { ask, auditOf, change, ownInbox, read } from "../../support/inbox-actions";
import { rows } from "../../support/own-database";

const inbox = ownInbox();
const start = async () => (await startConversation(inbox.phoneNumberId, "hello")).conversationId;
let made = 0;
const newName = () => `label ${(made += 1)}`;
async function newLabel(name = newName()): Promise<number> {
  return (await ask(labels.POST, { body: { name } })).body.label.id;
}
const put = (id: number, labelIds: number[]) =>
  ask(ofConversation.PUT, { params: { id }, body: { labelIds } });

describe("labels", () => {
  it("are made, renamed, recoloured and taken away, each with an audit", async () => {
    const created = await ask(labels.POST, { body: { name: "  VIP ", color: "purple" } });
    expect(created).toMatchObject({ status: 200, body: { label: { name: "VIP", color: "purple" } } });
    const { id } = created.body.label;
    const changed = await ask(label.PATCH, { params: { id }, body: { color: "teal" } });
    expect(changed.body.label).toEqual({ id, name: "VIP", color: "teal" });
    expect((await read(labels.GET)).body.labels).toContainEqual({ id, name: "VIP", color: "teal" });
    expect(await ask(label.DELETE, { params: { id } })).toMatchObject({ status: 200 });
    expect((await read(labels.GET)).body.labels).not.toContainEqual(expect.objectContaining({ id }));
    expect((await auditOf("Label", id)).map(({ action }) => action)).toEqual([
      "create_label",
      "change_label",
      "delete_label",
    ]);
  });

  it("have names of their own within an organization, also when two are made at once", async () => {
    const name = newName();
    const both = await Promise.all([1, 2].map(() => ask(labels.POST, { body: { name } })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const id = await newLabel();
    expect(await ask(label.PATCH, { params: { id }, body: { name } })).toMatchObject({
      status: 409,
      body: { error: { code: "CONFLICT", message: expect.stringContaining("name") } },
    });
    await prisma().label.create({ data: { organizationId: inbox.other.organizationId, name: "theirs" } });
    expect(await ask(labels.POST, { body: { name: "theirs" } })).toMatchObject({ status: 200 });
  });

  it.each([{ name: "" }, { name: "x".repeat(41) }, { name: "a", color: "black" }, { name: "a", extra: 1 }])(
    "refuse %j",
    async (body) => {
      expect(await ask(labels.POST, { body })).toMatchObject({ status: 400 });
    },
  );

  it("of another organization are not found, shown, changed or given", async () => {
    const { id } = await prisma().label.create({
      data: { organizationId: inbox.other.organizationId, name: newName() },
    });
    const [foreign, conversation, own] = [Number(id), await start(), await newLabel()];
    expect(await ask(label.PATCH, { params: { id }, body: { name: "mine" } })).toMatchObject({ status: 404 });
    expect(await ask(label.DELETE, { params: { id } })).toMatchObject({ status: 404 });
    expect(await put(conversation, [own, foreign])).toMatchObject({ status: 404 });
    expect(await labelsOf(conversation)).toEqual([]);
    expect((await read(labels.GET)).body.labels).not.toContainEqual(expect.objectContaining({ id: foreign }));
  });

  it("of a conversation are set as a whole; the audit says what was added and removed", async () => {
    const id = await start();
    const [a, b, c] = [await newLabel("a-one"), await newLabel("b-two"), await newLabel("c-three")];
    const set = await put(id, [b, a, a]);
    expect(set.body.conversation.labels.map(({ name }: { name: string }) => name)).toEqual([
      "a-one",
      "b-two",
    ]);
    await put(id, [b, a]);
    await put(id, [b, c]);
    expect(await labelsOf(id)).toEqual([b, c]);
    expect(await auditOf("Conversation", id)).toMatchObject([
      { action: "label", details: { added: ["a-one", "b-two"], removed: [] } },
      { action: "label", details: { added: ["c-three"], removed: ["a-one"] } },
    ]);
    await put(id, []);
    expect(await labelsOf(id)).toEqual([]);
  });

  it("set by two at once are those of one of them, and not a mixture", async () => {
    const id = await start();
    const [a, b] = [await newLabel(), await newLabel()];
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([put(id, [a]), put(id, [b])]);
      expect(await labelsOf(id)).toHaveLength(1);
    }
  });
});

async function labelsOf(conversationId: number): Promise<number[]> {
  const found = await rows<{ labelId: number }>(
    `SELECT "labelId" FROM "ConversationLabel" WHERE "conversationId" = $1 ORDER BY "labelId"`,
    [conversationId],
  );
  return found.map(({ labelId }) => labelId);
}

describe("canned replies", () => {
  it("are made, changed and taken away, each with an audit", async () => {
    const body = { shortcut: "hours", body: "Hello {{name}}, we are here from 9 to 18. {{ agent }}" };
    const created = await ask(cannedReplies.POST, { body });
    expect(created).toMatchObject({ status: 200, body: { cannedReply: body } });
    const { id } = created.body.cannedReply;
    const changed = await ask(cannedReply.PATCH, { params: { id }, body: { shortcut: "opening-hours" } });
    expect(changed.body.cannedReply).toMatchObject({ shortcut: "opening-hours", body: body.body });
    expect((await read(cannedReplies.GET)).body.cannedReplies).toMatchObject([{ shortcut: "opening-hours" }]);
    expect(await ask(cannedReply.DELETE, { params: { id } })).toMatchObject({ status: 200 });
    expect((await read(cannedReplies.GET)).body.cannedReplies).toEqual([]);
    expect(await ask(cannedReply.DELETE, { params: { id } })).toMatchObject({ status: 404 });
    expect(await auditOf("CannedReply", id)).toHaveLength(3);
  });

  it.each([
    { shortcut: "Upper", body: "a" },
    { shortcut: "a b", body: "a" },
    { shortcut: "", body: "a" },
    { shortcut: "x".repeat(33), body: "a" },
    { shortcut: "empty", body: "  " },
    { shortcut: "long", body: "x".repeat(4_097) },
    { shortcut: "variable", body: "Dear {{customer}}" },
  ])("refuse %j", async (body) => {
    expect(await ask(cannedReplies.POST, { body })).toMatchObject({ status: 400 });
  });

  it("have shortcuts of their own, and none of another organization's is found", async () => {
    const body = { shortcut: "twice", body: "a" };
    await ask(cannedReplies.POST, { body });
    expect(await ask(cannedReplies.POST, { body })).toMatchObject({ status: 409 });
    const { id } = await prisma().cannedReply.create({
      data: { organizationId: inbox.other.organizationId, shortcut: "theirs", body: "a" },
    });
    expect(await ask(cannedReply.PATCH, { params: { id }, body: { body: "b" } })).toMatchObject({
      status: 404,
    });
    expect(await ask(cannedReply.DELETE, { params: { id } })).toMatchObject({ status: 404 });
    expect((await read(cannedReplies.GET)).body.cannedReplies).not.toContainEqual(
      expect.objectContaining({ shortcut: "theirs" }),
    );
  });
});

describe("a note", () => {
  const note = (id: number, body: string) => ask(notes.POST, { params: { id }, body: { body } });

  it("is kept with its author, also where the bot speaks and where nothing can be sent", async () => {
    const id = await start();
    await change(id, { deletedAt: new Date() });
    const { status, body } = await note(id, "  Called her: she pays tomorrow.\u0000 ");
    expect({ status, item: body.item }).toMatchObject({
      status: 200,
      item: {
        kind: "note",
        authorId: inbox.userId,
        authorName: "Ana",
        body: "Called her: she pays tomorrow.\uFFFD",
      },
    });
    expect(await auditOf("ConversationNote", body.item.id)).toMatchObject([
      { action: "add_note", details: { conversationId: id } },
    ]);
  });

  it("that is sent twice, at once or one after the other, is one; other words are another", async () => {
    const id = await start();
    const sent = await Promise.all([note(id, "the same"), note(id, "the same"), note(id, "the same")]);
    expect(new Set(sent.map(({ body }) => body.item.id)).size).toBe(1);
    expect((await note(id, "other words")).body.item.id).not.toBe(sent[0]?.body.item.id);
  });

  it("is refused when it is empty or endless, and of another organization's conversation not found", async () => {
    const id = await start();
    expect(await note(id, " ")).toMatchObject({ status: 400 });
    expect(await note(id, "x".repeat(10_001))).toMatchObject({ status: 400 });
    const { conversationId } = await startConversation(inbox.other.phoneNumberId, "hello");
    expect(await note(conversationId, "mine")).toMatchObject({ status: 404 });
    expect(
      await rows(`SELECT id FROM "ConversationNote" WHERE "conversationId" = $1`, [conversationId]),
    ).toEqual([]);
  });
});
