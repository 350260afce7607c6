import { describe, expect, it } from "vitest";
import type { EventItem, MessageItem } from "@/app/_contract/thread";
import { firstUnread, joinPages, threadDays } from "@/app/_inbox/thread/thread-rows";

const dayOf = (at: string) => at.slice(0, 10);

function message(id: number, at: string, own: Partial<MessageItem> = {}): MessageItem {
  return {
    kind: "message",
    id,
    conversationId: 1,
    author: "CUSTOMER",
    authorName: "Maria",
    type: "text",
    body: `m${id}`,
    content: null,
    text: `m${id}`,
    status: "RECEIVED",
    error: null,
    possibleDuplicate: false,
    isEdited: false,
    isRevoked: false,
    providerMessageId: null,
    quoted: null,
    reactions: [],
    files: [],
    at,
    deliveredAt: null,
    readAt: null,
    jobId: null,
    clientId: null,
    canRetry: false,
    hasStory: false,
    ...own,
  };
}

const event: EventItem = {
  kind: "event",
  id: 9,
  action: "take_over",
  actorName: "Ana",
  details: {},
  at: "2026-11-22T10:01:30Z",
};

const flat = (
  items: Parameters<typeof threadDays>[0],
  unread: { key: string; count: number } | null = null,
) => threadDays(items, { dayOf, unread }).flatMap(({ rows }) => rows);

describe("threadDays", () => {
  it("groups what one person said in a row, and begins anew after five minutes", () => {
    const rows = flat([
      message(1, "2026-11-22T10:00:00Z"),
      message(2, "2026-11-22T10:01:00Z"),
      message(3, "2026-11-22T10:06:01Z"),
      message(4, "2026-11-22T10:07:00Z", { author: "BOT", authorName: null }),
    ]);
    expect(rows.map((row) => (row.kind === "message" ? [row.isFirst, row.isLast] : []))).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it("puts each day under its own line, and an event ends a group", () => {
    const days = threadDays(
      [
        message(1, "2026-11-21T23:59:00Z"),
        message(2, "2026-11-22T00:01:00Z"),
        event,
        message(3, "2026-11-22T00:02:00Z"),
      ],
      { dayOf, unread: null },
    );
    expect(days.map(({ key, rows }) => [key, rows.length])).toEqual([
      ["2026-11-21", 1],
      ["2026-11-22", 3],
    ]);
    expect(
      days
        .flatMap(({ rows }) => rows)
        .every((row) => row.kind === "event" || ("isFirst" in row && row.isFirst)),
    ).toBe(true);
  });

  it("draws the line of the unread right before the first of them, and not within a group", () => {
    const items = [message(1, "2026-11-22T10:00:00Z"), message(2, "2026-11-22T10:00:10Z")];
    const rows = flat(items, firstUnread(items, 1));
    expect(rows.map(({ kind }) => kind)).toEqual(["message", "unread", "message"]);
    expect(rows[0]).toMatchObject({ isLast: true });
    expect(rows[2]).toMatchObject({ isFirst: true });
  });
});

describe("firstUnread", () => {
  it("counts only the customer's messages, from the end", () => {
    const items = [
      message(1, "2026-11-22T10:00:00Z"),
      message(2, "2026-11-22T10:00:10Z", { author: "BOT" }),
      message(3, "2026-11-22T10:00:20Z"),
      event,
    ];
    expect(firstUnread(items, 2)).toEqual({ key: "message:1", count: 2 });
    expect(firstUnread(items, 5)).toEqual({ key: "message:1", count: 2 });
    expect(firstUnread(items, 0)).toBeNull();
  });
});

describe("joinPages", () => {
  it("puts the oldest page first and shows an item once, however often it came", () => {
    const [one, two, three] = [1, 2, 3].map((n) => message(n, `2026-11-22T10:0${n}:00Z`)) as [
      MessageItem,
      MessageItem,
      MessageItem,
    ];
    expect(joinPages([{ items: [two, three] }, { items: [one, two] }], []).map(({ id }) => id)).toEqual([
      1, 2, 3,
    ]);
  });

  it("leaves the bubble of a message on its way out once the thread has it under the same client id", () => {
    const real = message(5, "2026-11-22T10:00:00Z", { author: "PERSON", clientId: "c1" });
    const local = {
      ...message(-1, "2026-11-22T10:00:00Z", { author: "PERSON", clientId: "c1" }),
      local: { state: "sending" as const, error: null, progress: null },
    };
    expect(joinPages([{ items: [] }], [local]).map(({ id }) => id)).toEqual([-1]);
    expect(joinPages([{ items: [real] }], [local]).map(({ id }) => id)).toEqual([5]);
  });
});
