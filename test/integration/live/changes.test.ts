import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Changes as Told } from "@/app/_contract/thread";
import * as route from "@/app/api/inbox/changes/route";
import { type Changes, followChanges, readChanges } from "@/domain/live";
import { maintainQueue } from "@/domain/maintenance";
import { takeOver } from "@/domain/outbound";
import { pool } from "@/infra/database/pool";
import { prisma } from "@/infra/database/prisma";
import { waitUntil } from "../../../scripts/local/processes";
import { createIntegration, customerWrites, receive } from "../../support/factories";
import { createUser, startConversation } from "../../support/inbox";
import { ownDatabase, rows } from "../../support/own-database";
import { textMessage } from "../../support/wire";
import { setEnv } from "../../support/with-env";

ownDatabase();

let phoneNumberId: string;
let organizationId: string;
let userId: string;
const open: (() => void)[] = [];

beforeAll(async () => {
  ({ phoneNumberId, organizationId } = await createIntegration());
  ({ id: userId } = await createUser(organizationId));
});
beforeEach(() => setEnv({ INBOX_WITHOUT_SIGN_IN: "true" }));
afterEach(() => {
  for (const stop of open.splice(0)) stop();
});

const start = (text: string) => startConversation(phoneNumberId, text);

async function follow(of = organizationId, after?: string) {
  const told: Changes[] = [];
  const following = await followChanges({ organizationId: of, after }, (changes) => told.push(changes));
  open.push(following.stop);
  const bodies = () =>
    told.flatMap(({ items }) => items.flatMap(({ item }) => (item.kind === "message" ? item.body : [])));
  return { told, bodies, ...following, cursor: () => told.at(-1)?.cursor ?? "" };
}

const soon = (condition: () => boolean, what: string) =>
  waitUntil(async () => condition(), { what, timeoutMs: 5_000 });

describe("whoever follows", () => {
  it("is told of a message at once, with its conversation as the list has it", async () => {
    const { told, bodies } = await follow();
    const { conversationId } = await start("hello");
    const startedAt = performance.now();
    await soon(() => bodies().includes("hello"), "the message to be told");
    // A third of a second where nothing else runs; a busy machine is given five times that.
    expect(performance.now() - startedAt).toBeLessThan(1_700);
    const rowsTold = told.flatMap(({ conversations }) => conversations);
    expect(rowsTold).toMatchObject([{ id: conversationId, unread: 1, last: { preview: "hello" } }]);
  });

  it("is told of a take-over with its line in the thread, of notes, reactions, labels, jobs and notifications", async () => {
    const { conversationId, customer, wamids } = await start("hello");
    const { told } = await follow();
    const items = () => told.flatMap(({ items: of }) => of.map(({ item }) => item));
    const topics = () => told.flatMap(({ topics: of }) => of);
    await takeOver({ conversationId, actor: `user:${userId}` });
    await soon(
      () => items().some((item) => item.kind === "event" && item.action === "take_over"),
      "the event",
    );
    expect(told.flatMap(({ conversations }) => conversations).at(-1)).toMatchObject({ mode: "HUMAN" });
    await prisma().conversationNote.create({
      data: { organizationId, conversationId, authorId: userId, body: "n" },
    });
    await soon(() => items().some(({ kind }) => kind === "note"), "the note");
    const reaction = { message_id: wamids[0], emoji: "👍" };
    await receive(phoneNumberId, {
      messages: [{ ...textMessage(customer, ""), text: undefined, type: "reaction", reaction }],
    });
    const isReacted = () =>
      items().some((item) => item.kind === "message" && item.body === "hello" && item.reactions.length === 1);
    await soon(isReacted, "the reaction on its message");
    await prisma().label.create({
      data: { organizationId, name: "VIP", conversations: { create: { conversationId } } },
    });
    await soon(
      () => told.flatMap(({ conversations }) => conversations).some(({ labels }) => labels.length === 1),
      "the label",
    );
    await prisma().notification.create({
      data: { organizationId, kind: "TEST", title: "t", dedupeKey: `t${conversationId}` },
    });
    await soon(
      () => ["jobs", "labels", "notifications"].every((topic) => topics().includes(topic)),
      "all topics",
    );
  });

  it("is told that a conversation is gone", async () => {
    const { conversationId } = await start("to be erased");
    const { told } = await follow();
    await rows(`DELETE FROM "Contact" WHERE id = (SELECT "contactId" FROM "Conversation" WHERE id = $1)`, [
      conversationId,
    ]);
    await soon(() => told.some(({ topics }) => topics.includes("conversations")), "the topic");
  });

  it("hears nothing of another organization", async () => {
    const other = await createIntegration();
    const ours = await follow();
    const theirs = await follow(other.organizationId);
    await startConversation(other.phoneNumberId, "not yours");
    await soon(() => theirs.bodies().includes("not yours"), "the message to be told to them");
    await start("ours");
    await soon(() => ours.bodies().includes("ours"), "ours to be told");
    expect(JSON.stringify(ours.told)).not.toContain("not yours");
  });

  it("is told of what an earlier transaction commits later", async () => {
    const { conversationId } = await start("hello");
    const { told } = await follow();
    const late = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await late.connect();
    try {
      await late.query("BEGIN");
      await late.query(`UPDATE "Conversation" SET "assigneeId" = $2 WHERE id = $1`, [conversationId, userId]);
      const { conversationId: other } = await start("meanwhile");
      const hears = (id: number) =>
        told.some(({ conversations }) => conversations.some((row) => row.id === id));
      await soon(() => hears(other), "the later change");
      const before = told.length;
      await late.query("COMMIT");
      await soon(
        () => told.slice(before).some(({ conversations }) => conversations[0]?.assignee?.id === userId),
        "the late one",
      );
    } finally {
      await late.end();
    }
  });

  it("costs no query of its own", async () => {
    const { bodies } = await follow();
    const query = vi.spyOn(pool(), "query");
    const connect = vi.spyOn(pool(), "connect");
    const countOf = async () => {
      query.mockClear();
      connect.mockClear();
      await sleep(1_500);
      return query.mock.calls.length + connect.mock.calls.length;
    };
    try {
      const alone = await countOf();
      expect(alone).toBeGreaterThan(1);
      for (let count = 0; count < 20; count += 1) await follow();
      // A tick more or less fits into the time.
      expect(await countOf()).toBeLessThanOrEqual(alone + 2);
      query.mockClear();
      await start("to everybody");
      await soon(() => bodies().includes("to everybody"), "the message to be told");
      const loads = connect.mock.calls.length;
      expect(loads).toBeLessThan(10);
    } finally {
      query.mockRestore();
      connect.mockRestore();
    }
  });

  it("leaves nothing running behind", async () => {
    const { stop } = await follow();
    stop();
    for (const leave of open.splice(0)) leave();
    const query = vi.spyOn(pool(), "query");
    try {
      const isQuiet = async () => {
        query.mockClear();
        await sleep(900);
        return query.mock.calls.length === 0;
      };
      await waitUntil(isQuiet, { what: "the hub to be quiet", timeoutMs: 5_000 });
    } finally {
      query.mockRestore();
    }
  });
});

describe("whoever comes back", () => {
  it("is told what they have missed, and goes on from there", async () => {
    const first = await follow();
    await start("before");
    await soon(() => first.bodies().includes("before"), "the first message");
    const cursor = first.cursor();
    first.stop();
    await start("missed");
    const second = await follow(organizationId, cursor);
    expect(second.told[0]?.isReset).toBe(false);
    expect(second.bodies()).toContain("missed");
    await start("after");
    await soon(() => second.bodies().includes("after"), "what came after");
  });

  it("misses nothing while many write and they come and go", { timeout: 60_000 }, async () => {
    const written = Array.from({ length: 60 }, (_, index) => `message ${index}`);
    const seen = new Set<string>();
    let isDone = false;
    const writing = (async () => {
      const { customer } = await start("crowd");
      await Promise.all(
        [0, 1, 2].map(async (lane) => {
          for (const text of written.filter((_, index) => index % 3 === lane))
            await customerWrites(phoneNumberId, customer, text);
        }),
      );
      isDone = true;
    })();
    let cursor = (await readChanges(organizationId)).cursor;
    // Told once more after everything is written: what has not come by then never would.
    for (let extra = 0; extra < 2; extra += isDone ? 1 : 0) {
      const one = await follow(organizationId, cursor);
      await sleep(350);
      one.stop();
      cursor = one.cursor();
      expect(one.told.some(({ isReset }) => isReset)).toBe(false);
      for (const body of one.bodies()) seen.add(body ?? "");
    }
    await writing;
    for (const text of written) expect(seen).toContain(text);
  });

  it.each([
    ["nobody has given", "x"],
    ["is of another epoch", `${crypto.randomUUID()}.1.${Date.now()}`],
  ])("with a cursor that %s reads everything anew", async (_, cursor) => {
    expect(await readChanges(organizationId, cursor)).toMatchObject({ isReset: true, items: [] });
  });

  it("with a cursor older than what is kept reads everything anew", async () => {
    const { cursor } = await readChanges(organizationId);
    const [epoch, horizon, at] = cursor.split(".");
    const old = `${epoch}.${horizon}.${Number(at) - 9.5 * 60_000}`;
    expect(await readChanges(organizationId, old)).toMatchObject({ isReset: true });
    expect(await readChanges(organizationId, cursor)).toMatchObject({ isReset: false });
  });

  it("after a crash has emptied the table reads everything anew, and so does who was listening", async () => {
    const { cursor } = await readChanges(organizationId);
    const listening = await follow();
    await rows(`TRUNCATE "Change"`);
    await soon(() => listening.told.some(({ isReset }) => isReset), "the reset to be told");
    expect(await readChanges(organizationId, cursor)).toMatchObject({ isReset: true });
    await start("and on");
    await soon(() => listening.bodies().includes("and on"), "it to go on");
  });
});

it("what is older than ten minutes is trimmed every minute, and its epoch stays", async () => {
  await start("old");
  const { cursor } = await readChanges(organizationId);
  await rows(`UPDATE "Change" SET "createdAt" = now() - interval '11 minutes'`);
  await start("new");
  await maintainQueue();
  const left = await rows<{ topic: string; isOld: boolean }>(
    `SELECT topic, "createdAt" < now() - interval '10 minutes' AS "isOld" FROM "Change"`,
  );
  expect(left.filter(({ isOld }) => isOld)).toEqual([{ topic: "epoch", isOld: true }]);
  expect(left.some(({ topic }) => topic === "message")).toBe(true);
  expect(await readChanges(organizationId, cursor)).toMatchObject({ isReset: false });
});

describe("the route", () => {
  const ask = (headers: Record<string, string> = {}, signal?: AbortSignal) => {
    const request = new Request("http://localhost/api/inbox/changes", {
      headers: { host: "localhost", ...headers },
      ...(signal && { signal }),
    });
    return route.GET(request, { params: Promise.resolve({}) });
  };

  it("streams events with their cursors, and ends when the browser has gone", async () => {
    const gone = new AbortController();
    const response = await ask({ accept: "text/event-stream" }, gone.signal);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = "";
    const readOn = async (what: string) => {
      while (!text.includes(what)) text += new TextDecoder().decode((await reader.read()).value);
    };
    await readOn("event: changes");
    const { conversationId } = await start("streamed");
    await readOn(`"body":"streamed"`);
    expect(text).toMatch(/^id: [0-9a-f-]{36}\.\d+\.\d+\nevent: changes\ndata: \{/);
    expect(text).toContain(`"id":${conversationId}`);
    gone.abort();
    while (!(await reader.read()).done);
  });

  it("answers JSON once where no stream is asked for, from the cursor that is given", async () => {
    const first: Told = await (await ask()).json();
    await start("polled");
    const second: Told = await (await ask({ "last-event-id": first.cursor })).json();
    expect(second.items).toMatchObject([{ item: { body: "polled" } }]);
  });

  it("stops telling somebody whose session has ended", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const response = await ask({ accept: "text/event-stream" });
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      setEnv({ INBOX_WITHOUT_SIGN_IN: undefined });
      vi.advanceTimersByTime(30_000);
      while (!(await reader.read()).done);
    } finally {
      vi.useRealTimers();
    }
  });
});
