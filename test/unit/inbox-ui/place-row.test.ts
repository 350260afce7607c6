import { describe, expect, test } from "vitest";
import type { ConversationRow } from "@/app/_contract/conversation";
import { belongs, stateOf } from "@/app/_inbox/list/belongs";
import type { ListFilters } from "@/app/_inbox/list/list-state";
import { type ConversationPages, placeRow } from "@/app/_inbox/list/place-row";
import { aRow, second } from "../../support/inbox-rows";

const row = (id: number, seconds: number, fields: Partial<ConversationRow> = {}) =>
  aRow({ id, lastMessageAt: second(seconds), ...fields });

function twoPages(nextCursor: string | null = "more"): ConversationPages {
  return {
    pages: [
      { conversations: [row(5, 50), row(4, 40)], nextCursor: "second" },
      { conversations: [row(3, 30), row(2, 20)], nextCursor },
    ],
    pageParams: [undefined, "second"],
  };
}

const idsOf = (pages: ConversationPages) => pages.pages.map((page) => page.conversations.map(({ id }) => id));

describe("a conversation that changes finds its place", () => {
  test("a new message brings it to the top, once", () => {
    expect(idsOf(placeRow(twoPages(), row(2, 60), true))).toEqual([[2, 5, 4], [3]]);
  });

  test("one that was not listed yet comes where its time belongs", () => {
    expect(idsOf(placeRow(twoPages(), row(9, 35), true))).toEqual([
      [5, 4],
      [9, 3, 2],
    ]);
  });

  test("what stays keeps its place and has its new words", () => {
    const placed = placeRow(twoPages(), row(4, 40, { unread: 3 }), true);
    expect(idsOf(placed).flat()).toEqual([5, 4, 3, 2]);
    expect(placed.pages.flatMap((page) => page.conversations)[1]?.unread).toBe(3);
  });

  test("one that no longer belongs there goes", () => {
    expect(idsOf(placeRow(twoPages(), row(3, 30), false))).toEqual([[5, 4], [2]]);
  });

  test("one older than all that was read comes with its page, not before it", () => {
    const pages = twoPages();
    expect(placeRow(pages, row(1, 10), true).pages.flatMap((page) => page.conversations)).toHaveLength(4);
    expect(idsOf(placeRow(twoPages(null), row(1, 10), true))).toEqual([
      [5, 4],
      [3, 2, 1],
    ]);
  });

  test("a search shows what it has found, and lets the server find the rest", () => {
    expect(idsOf(placeRow(twoPages(), row(9, 60), undefined)).flat()).not.toContain(9);
    expect(idsOf(placeRow(twoPages(), row(2, 60), undefined))[0]).toEqual([2, 5, 4]);
  });
});

describe("the browser and the server agree on what is on a tab", () => {
  const now = new Date(second(0));
  const filters: ListFilters = { view: "all", state: "open", search: "", label: null };
  const isOn = (fields: Partial<ConversationRow>, changed: Partial<ListFilters> = {}) =>
    belongs(aRow(fields), { ...filters, ...changed }, { userId: "me", now });

  test("deleted comes before closed, and closed before snoozed", () => {
    const later = second(59);
    expect(stateOf(aRow({ deletedAt: later, status: "CLOSED" }), now)).toBe("deleted");
    expect(stateOf(aRow({ status: "CLOSED", snoozedUntil: later }), now)).toBe("closed");
    expect(stateOf(aRow({ snoozedUntil: later }), now)).toBe("snoozed");
    expect(stateOf(aRow({ snoozedUntil: second(0) }), now)).toBe("open");
  });

  test("what the bot answers needs nobody", () => {
    expect(isOn({ mode: "BOT" }, { view: "unassigned" })).toBe(false);
    expect(isOn({ mode: "HUMAN" }, { view: "unassigned" })).toBe(true);
    expect(isOn({ mode: "HUMAN", assignee: { id: "me", name: "Me" } }, { view: "unassigned" })).toBe(false);
  });

  test("mine is mine alone", () => {
    expect(isOn({ assignee: { id: "me", name: "Me" } }, { view: "mine" })).toBe(true);
    expect(isOn({ assignee: { id: "her", name: "Her" } }, { view: "mine" })).toBe(false);
  });

  test("a label, and a search only the server can judge", () => {
    const labels = [{ id: 3, name: "VIP", color: "red" as const }];
    expect(isOn({ labels }, { label: 3 })).toBe(true);
    expect(isOn({ labels }, { label: 4 })).toBe(false);
    expect(isOn({}, { search: "blue" })).toBeUndefined();
  });
});
