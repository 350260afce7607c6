import { describe, expect, test } from "vitest";
import type { MessageItem, NoteItem, ThreadItem } from "@/app/_contract/thread";
import { putItem, type ThreadPages } from "@/app/_inbox/live/upsert-thread-item";
import { second } from "../../support/inbox-rows";

const message = (id: number, seconds: number, fields: Partial<MessageItem> = {}) =>
  ({ kind: "message", id, at: second(seconds), clientId: null, status: "SENT", ...fields }) as MessageItem;
const note = (id: number, seconds: number): NoteItem => ({
  kind: "note",
  id,
  authorName: null,
  authorId: null,
  body: "",
  at: second(seconds),
});

function pagesOf(newest: ThreadItem[], older: ThreadItem[], before: string | null): ThreadPages {
  return {
    pages: [
      { items: newest, before: "older" },
      { items: older, before },
    ],
    pageParams: [undefined, "older"],
  };
}

const shown = (pages: ThreadPages) =>
  pages.pages.toReversed().flatMap(({ items }) => items.map(({ kind, id }) => `${kind[0]}${id}`));

const thread = (before: string | null = null) =>
  pagesOf([message(3, 30), message(4, 40)], [message(1, 10), message(2, 20)], before);

describe("a live item in the thread", () => {
  test("a new message is the last", () => {
    expect(shown(putItem(thread(), message(5, 50)))).toEqual(["m1", "m2", "m3", "m4", "m5"]);
  });

  test("a tick changes the message in its place", () => {
    const put = putItem(thread(), message(1, 10, { status: "READ" }));
    expect(shown(put)).toEqual(["m1", "m2", "m3", "m4"]);
    expect(put.pages[1]?.items[0]).toMatchObject({ id: 1, status: "READ" });
  });

  test("what was sent from here is not shown twice when the server tells it", () => {
    const own = pagesOf([message(-1, 45, { clientId: "c-1", status: "PENDING" })], [message(1, 10)], null);
    const put = putItem(own, message(7, 46, { clientId: "c-1" }));
    expect(shown(put)).toEqual(["m1", "m7"]);
  });

  test("a note and a message of the same number are two things", () => {
    expect(shown(putItem(thread(), note(3, 35)))).toEqual(["m1", "m2", "m3", "n3", "m4"]);
  });

  test("one that comes late stands where it happened", () => {
    expect(shown(putItem(thread(), message(9, 15)))).toEqual(["m1", "m9", "m2", "m3", "m4"]);
  });

  test("one older than all that was read comes with its page", () => {
    expect(shown(putItem(thread("more"), message(9, 5)))).toEqual(["m1", "m2", "m3", "m4"]);
    expect(shown(putItem(thread(null), message(9, 5)))).toEqual(["m9", "m1", "m2", "m3", "m4"]);
  });
});
