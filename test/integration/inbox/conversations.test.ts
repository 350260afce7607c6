import { beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import * as details from "@/app/api/inbox/conversations/[id]/route";
import * as list from "@/app/api/inbox/conversations/route";
import * as counts from "@/app/api/inbox/counts/route";
import { composerStateOf } from "@/domain/inbox";
import { prisma } from "@/infra/database/prisma";
import { createIntegration, customerWrites, receive } from "../../support/factories";
import { askInbox, createUser, ids, startConversation } from "../../support/inbox";
import { ownDatabase, rows } from "../../support/own-database";
import { newWamid, textMessage } from "../../support/wire";
import { setEnv } from "../../support/with-env";

ownDatabase();

let phoneNumberId: string;
let organizationId: string;
let userId: string;

beforeAll(async () => {
  ({ phoneNumberId, organizationId } = await createIntegration());
  ({ id: userId } = await createUser(organizationId));
});
beforeEach(async () => {
  setEnv({ INBOX_WITHOUT_SIGN_IN: "true" });
  await rows(`DELETE FROM "Contact" WHERE "organizationId" = $1`, [organizationId]);
});

const start = (...texts: [string, ...string[]]) => startConversation(phoneNumberId, ...texts);
const change = (id: number, data: Record<string, unknown>) =>
  prisma().conversation.update({ where: { id }, data });
async function listed(query: Record<string, string> = {}) {
  const { status, body } = await askInbox(list.GET, { path: `conversations?${new URLSearchParams(query)}` });
  expect(status).toBe(200);
  return body;
}
const idsOf = async (query: Record<string, string> = {}) => ids((await listed(query)).conversations);
const inOneHour = () => new Date(Date.now() + 3_600_000);
const anHourAgo = () => new Date(Date.now() - 3_600_000);

describe("the list", () => {
  it("shows of each conversation who it is with, what was said last, and what nobody has read", async () => {
    const { conversationId, customer } = await start("hello", "are you there?");
    expect((await listed()).conversations).toMatchObject([
      {
        id: conversationId,
        customer: { name: customer, phone: customer, isGroup: false },
        mode: "BOT",
        status: "OPEN",
        unread: 2,
        last: { author: "CUSTOMER", preview: "are you there?", status: "RECEIVED" },
        windowClosesAt: expect.any(String),
        hasFailed: false,
        hasUnknown: false,
        labels: [],
      },
    ]);
    await change(conversationId, { readAt: new Date() });
    expect((await listed()).conversations).toMatchObject([{ unread: 0 }]);
  });

  it("counts no more than ten unread messages", async () => {
    const texts = Array.from({ length: 13 }, (_, index) => `message ${index}`);
    await start(...(texts as [string]));
    expect((await listed()).conversations).toMatchObject([{ unread: 10 }]);
  });

  it("goes on where the page before ended, with nothing twice and nothing left out, also among equal times", async () => {
    const started: number[] = [];
    for (const text of ["a", "b", "c", "d", "e"]) started.push((await start(text)).conversationId);
    const at = new Date("2026-11-20T10:00:00Z");
    await prisma().conversation.updateMany({ where: { organizationId }, data: { lastMessageAt: at } });
    const seen: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: { conversations: { id: number }[]; nextCursor: string | null } = await listed({
        limit: "2",
        cursor,
      });
      seen.push(...page.conversations.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(started.toReversed());
  });

  it("shows what failed until something after it has arrived", async () => {
    const { conversationId } = await start("hello");
    const message = {
      organizationId,
      conversationId,
      direction: "OUTBOUND",
      type: "text",
      body: "x",
    } as const;
    await prisma().message.create({ data: { ...message, status: "FAILED" } });
    expect((await listed()).conversations).toMatchObject([{ hasFailed: true, last: { status: "FAILED" } }]);
    await prisma().message.create({ data: { ...message, status: "SENT" } });
    expect((await listed()).conversations).toMatchObject([{ hasFailed: false }]);
  });

  it("holds no self-test, no conversation without a message and none of another organization", async () => {
    await customerWrites(phoneNumberId, "0000000012345678", "self-test");
    const other = await createIntegration();
    await startConversation(other.phoneNumberId, "not yours");
    const { conversationId } = await start("without a message");
    await change(conversationId, { lastMessageAt: null });
    expect(await idsOf()).toEqual([]);
  });

  it.each([["x"], ["1-"], ["99999999999999999-1"], ["1-2; DROP TABLE"]])(
    "refuses the cursor %s",
    async (cursor) => {
      const path = `conversations?${new URLSearchParams({ cursor })}`;
      expect(await askInbox(list.GET, { path })).toMatchObject({ status: 400 });
    },
  );
});

test("views and states show what they say, and the counts agree with them", async () => {
  const bot = (await start("bot")).conversationId;
  const waiting = (await start("waiting")).conversationId;
  const mine = (await start("mine")).conversationId;
  const snoozed = (await start("snoozed")).conversationId;
  const closed = (await start("closed")).conversationId;
  const deleted = (await start("deleted")).conversationId;
  await change(waiting, { mode: "HUMAN" });
  await change(mine, { mode: "HUMAN", assigneeId: userId, personActiveAt: new Date(Date.now() + 60_000) });
  await change(snoozed, { snoozedUntil: inOneHour() });
  await change(closed, { status: "CLOSED" });
  await change(deleted, { deletedAt: new Date() });

  expect(await idsOf()).toEqual([mine, waiting, bot]);
  expect(await idsOf({ view: "mine" })).toEqual([mine]);
  expect(await idsOf({ view: "unassigned" })).toEqual([waiting]);
  expect(await idsOf({ view: "bot" })).toEqual([bot]);
  expect(await idsOf({ view: "waiting" })).toEqual([waiting]);
  expect(await idsOf({ state: "snoozed" })).toEqual([snoozed]);
  expect(await idsOf({ state: "closed" })).toEqual([closed]);
  expect(await idsOf({ state: "deleted" })).toEqual([deleted]);
  expect(await askInbox(counts.GET)).toMatchObject({
    status: 200,
    body: {
      views: { mine: 1, unassigned: 1, bot: 1, waiting: 1, all: 3 },
      states: { open: 3, snoozed: 1, closed: 1, deleted: 1 },
      notifications: 0,
    },
  });
});

test("a person who has written last waits for the customer, and is waited for when the customer writes again", async () => {
  const { conversationId, customer } = await start("hello");
  await change(conversationId, { mode: "HUMAN", personActiveAt: new Date(), lastInboundAt: anHourAgo() });
  expect(await idsOf({ view: "waiting" })).toEqual([]);
  await change(conversationId, { personActiveAt: anHourAgo() });
  await customerWrites(phoneNumberId, customer, "hello?");
  expect(await idsOf({ view: "waiting" })).toEqual([conversationId]);
});

test("a snoozed or closed conversation is open again when the customer writes, and not because a person wrote in the app", async () => {
  const { conversationId, customer } = await start("hello");
  await change(conversationId, { snoozedUntil: inOneHour() });
  const echo = { ...textMessage(phoneNumberId, "from the app"), id: newWamid(), to: customer };
  await receive(phoneNumberId, { message_echoes: [echo] });
  expect(await idsOf({ state: "snoozed" })).toEqual([conversationId]);
  await customerWrites(phoneNumberId, customer, "and?");
  expect(await idsOf()).toEqual([conversationId]);
  await change(conversationId, { status: "CLOSED" });
  await customerWrites(phoneNumberId, customer, "and now?");
  expect(await idsOf()).toEqual([conversationId]);
});

test("a snooze that is over is none", async () => {
  const { conversationId } = await start("hello");
  await change(conversationId, { snoozedUntil: anHourAgo() });
  expect((await listed()).conversations).toMatchObject([{ id: conversationId, snoozedUntil: null }]);
});

test("labels and numbers filter the list", async () => {
  const labelled = (await start("labelled")).conversationId;
  await start("not labelled");
  const label = await prisma().label.create({
    data: {
      organizationId,
      name: "VIP",
      color: "red",
      conversations: { create: { conversationId: labelled } },
    },
  });
  expect((await listed({ label: String(label.id) })).conversations).toMatchObject([
    { id: labelled, labels: [{ id: Number(label.id), name: "VIP", color: "red" }] },
  ]);
  const second = await prisma().integration.create({
    data: { organizationId, name: "Second", phoneNumberId: "1234512345" },
  });
  const there = (await startConversation("1234512345", "hi")).conversationId;
  expect(await idsOf({ integration: second.id })).toEqual([there]);
});

test("names, parts of numbers and words of messages are found, whatever the case", async () => {
  const { conversationId, customer } = await start("I look for the Blue LAMP");
  await start("something else");
  await prisma().contact.updateMany({
    where: { conversations: { some: { id: conversationId } } },
    data: { name: "Zoë Müller", username: "zoe.m" },
  });
  for (const search of [
    "zoë",
    "MÜLL",
    "zoe.m",
    customer.slice(-6),
    `+${customer.slice(0, 4)} ${customer.slice(4)}`,
    "blue lamp",
    "lamp",
  ])
    expect([search, await idsOf({ search })]).toEqual([search, [conversationId]]);
  for (const search of ["nobody", "%", "'", "\\", "lamp shade"])
    expect([search, await idsOf({ search })]).toEqual([search, []]);
});

describe("one conversation", () => {
  const get = (id: number) => askInbox(details.GET, { params: { id } });

  it("comes with its customer, its lead, and when the bot returns", async () => {
    const { conversationId, customer } = await start("hello");
    const { contactId } = await prisma().conversation.findUniqueOrThrow({ where: { id: conversationId } });
    const lead = await prisma().lead.create({
      data: { organizationId, contactId, details: { wants: "a lamp" } },
    });
    const personActiveAt = new Date();
    await change(conversationId, {
      leadId: lead.id,
      mode: "HUMAN",
      personActiveAt,
      handoverSummary: "Wants a lamp",
    });
    expect((await get(conversationId)).body.conversation).toMatchObject({
      id: conversationId,
      composer: { state: "ready", reason: null },
      handoverSummary: "Wants a lamp",
      returnsToBotAt: new Date(personActiveAt.getTime() + 720 * 60_000).toISOString(),
      contact: { phone: customer, aliases: [{ kind: "PHONE", value: customer }], otherConversations: [] },
      lead: { status: "NEW", details: { wants: "a lamp" } },
    });
  });

  it("of another organization, or that was never there, is not found", async () => {
    const other = await createIntegration();
    const { conversationId } = await startConversation(other.phoneNumberId, "not yours");
    expect(await get(conversationId)).toMatchObject({ status: 404, body: { error: { code: "NOT_FOUND" } } });
    expect(await get(999_999_999)).toMatchObject({ status: 404 });
    await expect(composerStateOf(organizationId, conversationId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  const human = { mode: "HUMAN" };
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["bot_owned", {}, {}],
    ["ready", human, {}],
    ["window_closed", { ...human, lastInboundAt: new Date(Date.now() - 24 * 3_600_000) }, {}],
    ["never_messaged", { ...human, lastInboundAt: null }, {}],
    ["opted_out", human, { optedOutAt: new Date() }],
    ["deleted", { ...human, deletedAt: new Date() }, { optedOutAt: new Date() }],
    ["channel_broken", human, {}],
    ["group", human, {}],
  ])("tells that its composer is %s", async (state, fields, contact) => {
    const { conversationId } = await start("hello");
    const { contactId } = await change(conversationId, fields);
    await prisma().contact.update({ where: { id: contactId }, data: contact });
    const stop = (status: "STOPPED" | "ACTIVE", stoppedReason: string | null) =>
      prisma().integration.updateMany({
        where: { phoneNumberId },
        data: { status, stoppedReason, stoppedAt: stoppedReason ? new Date() : null },
      });
    if (state === "channel_broken") await stop("STOPPED", "Meta: expired");
    if (state === "group")
      await prisma().contactAlias.create({
        data: { organizationId, contactId, alias: "g:1", kind: "GROUP" },
      });
    const { composer } = (await get(conversationId)).body.conversation;
    await stop("ACTIVE", null);
    expect(composer.state).toBe(state);
    if (state === "channel_broken") expect(composer.reason).toContain("Meta: expired");
    expect(composer.reason === null).toBe(state === "ready");
  });
});
