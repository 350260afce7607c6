import { describe, expect, it } from "vitest";
import * as assign from "@/app/api/inbox/conversations/[id]/assign/route";
import * as close from "@/app/api/inbox/conversations/[id]/close/route";
import * as deletion from "@/app/api/inbox/conversations/[id]/delete/route";
import * as handBack from "@/app/api/inbox/conversations/[id]/hand-back/route";
import * as readMark from "@/app/api/inbox/conversations/[id]/read/route";
import * as reopen from "@/app/api/inbox/conversations/[id]/reopen/route";
import * as restore from "@/app/api/inbox/conversations/[id]/restore/route";
import * as snooze from "@/app/api/inbox/conversations/[id]/snooze/route";
import * as takeOver from "@/app/api/inbox/conversations/[id]/take-over/route";
import * as unread from "@/app/api/inbox/conversations/[id]/unread/route";
import { prisma } from "@/infra/database/prisma";
import { customerWrites } from "../../support/factories";
import { createUser, startConversation } from "../../support/inbox";
import { actionsOf, ask, auditOf, change, ownInbox, personsJobs, send } from "../../support/inbox-actions";
import { rows } from "../../support/own-database";

const inbox = ownInbox();
const start = async () => (await startConversation(inbox.phoneNumberId, "hello")).conversationId;
const DAY = 24 * 3_600_000;
const inTime = (ms: number) => new Date(Date.now() + ms).toISOString();

type Route = Parameters<typeof ask>[0];
const everything: [string, Route, unknown?][] = [
  ["take-over", takeOver.POST],
  ["hand-back", handBack.POST],
  ["close", close.POST],
  ["reopen", reopen.POST],
  ["delete", deletion.POST],
  ["restore", restore.POST],
  ["read", readMark.POST],
  ["unread", unread.POST],
  ["assign", assign.POST, { assigneeId: null }],
  ["snooze", snooze.POST, { until: null }],
];

describe.each(everything)("%s", (_, route, body) => {
  it("answers with the conversation as it is then, and may be repeated", async () => {
    const id = await start();
    const first = await ask(route, { params: { id }, body });
    expect(first).toMatchObject({ status: 200, body: { conversation: { id } } });
    const actions = await actionsOf(id);
    expect(await ask(route, { params: { id }, body })).toMatchObject({ status: 200 });
    expect((await actionsOf(id)).filter((action) => action !== "hand_back")).toEqual(
      actions.filter((action) => action !== "hand_back"),
    );
  });

  it("does not find another organization's conversation, and leaves it as it is", async () => {
    const { conversationId: id } = await startConversation(inbox.other.phoneNumberId, "hello");
    const before = await prisma().conversation.findUniqueOrThrow({ where: { id } });
    expect(await ask(route, { params: { id }, body })).toMatchObject({ status: 404 });
    expect(await ask(route, { params: { id: "none" }, body })).toMatchObject({ status: 404 });
    expect(await prisma().conversation.findUniqueOrThrow({ where: { id } })).toEqual(before);
    expect(await actionsOf(id)).toEqual([]);
  });
});

describe("taking over", () => {
  it("silences the bot, and gives the conversation to whoever does it unless somebody has it", async () => {
    const id = await start();
    const { body } = await ask(takeOver.POST, { params: { id } });
    expect(body.conversation).toMatchObject({
      mode: "HUMAN",
      assignee: { id: inbox.userId },
      composer: { state: "ready" },
    });
    expect(await actionsOf(id)).toEqual(["take_over", "assign"]);
    expect(await auditOf("Conversation", id)).toMatchObject([
      { actor: `user:${inbox.userId}` },
      { actor: `user:${inbox.userId}`, details: { assigneeName: "Ana" } },
    ]);
    const colleague = await createUser(inbox.organizationId, { name: "Bia", role: "AGENT" });
    const other = await start();
    await change(other, { assigneeId: colleague.id });
    const taken = await ask(takeOver.POST, { params: { id: other } });
    expect(taken.body.conversation.assignee).toEqual({ id: colleague.id, name: "Bia" });
  });

  it("and handing back have the bot take up what nobody has answered, at once", async () => {
    const id = await start();
    await ask(takeOver.POST, { params: { id } });
    const back = await ask(handBack.POST, { params: { id } });
    expect(back).toMatchObject({ left: 1, body: { conversation: { mode: "BOT" } } });
    expect(await openJobs(id)).toBe(1);
    expect(await ask(handBack.POST, { params: { id } })).toMatchObject({ left: 0 });
  });

  it("and handing back are refused for what was deleted, with its state", async () => {
    const id = await start();
    await ask(deletion.POST, { params: { id } });
    for (const route of [takeOver.POST, handBack.POST])
      expect(await ask(route, { params: { id } })).toMatchObject({
        status: 409,
        body: { error: { state: "deleted" } },
      });
  });
});

describe("assigning", () => {
  it("goes to people of the organization who may sign in, and back to nobody", async () => {
    const id = await start();
    const colleague = await createUser(inbox.organizationId, { name: "Caio", role: "AGENT" });
    const assigned = await ask(assign.POST, { params: { id }, body: { assigneeId: colleague.id } });
    expect(assigned.body.conversation.assignee).toEqual({ id: colleague.id, name: "Caio" });
    const nobody = await ask(assign.POST, { params: { id }, body: { assigneeId: null } });
    expect(nobody.body.conversation.assignee).toBeNull();
    expect(await auditOf("Conversation", id)).toMatchObject([
      { action: "assign", details: { assigneeName: "Caio", fromName: null } },
      { action: "assign", details: { assigneeName: null, fromName: "Caio" } },
    ]);
  });

  it("does not find others: another organization's, those who left, nobody's", async () => {
    const id = await start();
    const gone = await createUser(inbox.organizationId, { name: "Duda" });
    await prisma().user.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
    for (const assigneeId of [inbox.other.userId, gone.id, crypto.randomUUID()])
      expect(await ask(assign.POST, { params: { id }, body: { assigneeId } })).toMatchObject({ status: 404 });
    expect(await actionsOf(id)).toEqual([]);
  });
});

describe("snoozing", () => {
  it("lasts until its time, by the clock and by nobody's doing", async () => {
    const id = await start();
    const until = inTime(DAY);
    const snoozed = await ask(snooze.POST, { params: { id }, body: { until } });
    expect(snoozed.body.conversation.snoozedUntil).toBe(until);
    expect(await auditOf("Conversation", id)).toMatchObject([{ action: "snooze", details: {} }]);
    await change(id, { snoozedUntil: new Date(Date.now() - 1) });
    const { body } = await ask(readMark.POST, { params: { id } });
    expect(body.conversation.snoozedUntil).toBeNull();
  });

  it("can be ended early", async () => {
    const id = await start();
    await ask(snooze.POST, { params: { id }, body: { until: inTime(DAY) } });
    const woken = await ask(snooze.POST, { params: { id }, body: { until: null } });
    expect(woken.body.conversation.snoozedUntil).toBeNull();
    expect(await actionsOf(id)).toEqual(["snooze", "unsnooze"]);
  });

  it.each([
    ["the past", () => inTime(-1_000)],
    ["more than a year", () => inTime(367 * DAY)],
    ["no time", () => "tomorrow"],
    ["no time zone", () => "2030-01-01T00:00:00"],
  ])("refuses %s", async (_, until) => {
    const id = await start();
    expect(await ask(snooze.POST, { params: { id }, body: { until: until() } })).toMatchObject({
      status: 400,
    });
    expect(await actionsOf(id)).toEqual([]);
  });
});

describe("closing", () => {
  it("marks a conversation, ends its snooze, and leaves the bot to finish what it was doing", async () => {
    const id = await start();
    await ask(snooze.POST, { params: { id }, body: { until: inTime(DAY) } });
    const closed = await ask(close.POST, { params: { id } });
    expect(closed.body.conversation).toMatchObject({ status: "CLOSED", snoozedUntil: null, mode: "BOT" });
    expect(await openJobs(id)).toBe(1);
    const open = await ask(reopen.POST, { params: { id } });
    expect(open.body.conversation).toMatchObject({ status: "OPEN" });
    expect(await actionsOf(id)).toEqual(["snooze", "close", "reopen"]);
  });

  it("is over when the customer writes", async () => {
    const { conversationId: id, customer } = await startConversation(inbox.phoneNumberId, "hello");
    await ask(close.POST, { params: { id } });
    await customerWrites(inbox.phoneNumberId, customer, "one more thing");
    const { body } = await ask(readMark.POST, { params: { id } });
    expect(body.conversation.status).toBe("OPEN");
  });
});

describe("read and unread", () => {
  it("say how many messages nobody has seen, and leave no line in the thread", async () => {
    const { conversationId: id, customer } = await startConversation(inbox.phoneNumberId, "one", "two");
    const unseen = async (route: Route) => (await ask(route, { params: { id } })).body.conversation.unread;
    expect(await unseen(readMark.POST)).toBe(0);
    expect(await unseen(unread.POST)).toBeGreaterThan(0);
    expect(await unseen(readMark.POST)).toBe(0);
    await customerWrites(inbox.phoneNumberId, customer, "three");
    expect(await unseen(unread.POST)).toBe(1);
    expect(await unseen(readMark.POST)).toBe(0);
    expect(await unseen(unread.POST)).toBe(1);
    expect(await actionsOf(id)).toEqual([]);
  });
});

describe("several at once", () => {
  it("take a conversation over once, and the first has it", async () => {
    const id = await start();
    const taken = await Promise.all(Array.from({ length: 6 }, () => ask(takeOver.POST, { params: { id } })));
    expect(taken.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect((await actionsOf(id)).toSorted()).toEqual(["assign", "take_over"]);
  });

  it("take over, send and delete without a deadlock or a lost message", async () => {
    const id = await start();
    const done = await Promise.all([
      ask(takeOver.POST, { params: { id } }),
      ask(close.POST, { params: { id } }),
      send(id, { clientId: "in-the-crowd" }),
      ask(reopen.POST, { params: { id } }),
      ask(assign.POST, { params: { id }, body: { assigneeId: inbox.userId } }),
    ]);
    for (const { status } of done) expect([200, 409]).toContain(status);
    expect(await personsJobs(id)).toHaveLength(done[2].status === 200 ? 1 : 0);
  });
});

async function openJobs(conversationId: number): Promise<number> {
  const open = await rows(
    `SELECT id FROM "OutboundJob" WHERE "conversationId" = $1 AND author = 'BOT' AND status = 'queued'`,
    [conversationId],
  );
  return open.length;
}
