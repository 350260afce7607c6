import { QueryClient } from "@tanstack/react-query";
import { describe, expect, test } from "vitest";
import { conversationsKey, type ListFilters } from "@/app/_inbox/list/list-state";
import type { ConversationPages } from "@/app/_inbox/list/place-row";
import { applyChanges } from "@/app/_inbox/live/apply-changes";
import { aRow, second } from "../../support/inbox-rows";

const all: ListFilters = { view: "all", state: "open", search: "", label: null };
const nothing = { cursor: "c", isReset: false, conversations: [], items: [], topics: [] };

function withLists(lists: [ListFilters, number[]][]): QueryClient {
  const queryClient = new QueryClient();
  for (const [filters, ids] of lists) {
    const conversations = ids.map((id) => aRow({ id, lastMessageAt: second(id) }));
    queryClient.setQueryData(conversationsKey(filters), {
      pages: [{ conversations, nextCursor: null }],
      pageParams: [undefined],
    });
  }
  return queryClient;
}

const idsOn = (queryClient: QueryClient, filters: ListFilters) =>
  queryClient
    .getQueryData<ConversationPages>(conversationsKey(filters))
    ?.pages.flatMap((page) => page.conversations.map(({ id }) => id));

describe("what has changed is written into what is shown", () => {
  test("a conversation that is closed leaves the open ones and joins the closed ones", () => {
    const closed: ListFilters = { ...all, state: "closed" };
    const queryClient = withLists([
      [all, [3, 2, 1]],
      [closed, [5]],
    ]);
    const row = aRow({ id: 2, lastMessageAt: second(2), status: "CLOSED" });
    applyChanges(queryClient, { ...nothing, conversations: [row] }, "me");
    expect(idsOn(queryClient, all)).toEqual([3, 1]);
    expect(idsOn(queryClient, closed)).toEqual([5, 2]);
  });

  test("the details that are open follow, and what is not in the row is asked for", () => {
    const queryClient = withLists([]);
    queryClient.setQueryData(["conversation", 2], { ...aRow({ id: 2 }), lead: null });
    applyChanges(queryClient, { ...nothing, conversations: [aRow({ id: 2, mode: "HUMAN" })] }, "me");
    expect(queryClient.getQueryData(["conversation", 2])).toMatchObject({ mode: "HUMAN", lead: null });
    expect(queryClient.getQueryState(["conversation", 2])?.isInvalidated).toBe(true);
  });

  test("topics have their lists read again", () => {
    const queryClient = withLists([]);
    queryClient.setQueryData(["jobs", "failed"], {});
    queryClient.setQueryData(["people"], {});
    applyChanges(queryClient, { ...nothing, topics: ["jobs"] }, "me");
    expect(queryClient.getQueryState(["jobs", "failed"])?.isInvalidated).toBe(true);
    expect(queryClient.getQueryState(["people"])?.isInvalidated).toBe(false);
  });

  test("a reset has everything read again, of long lists from their beginning", () => {
    const queryClient = new QueryClient();
    const pages = Array.from({ length: 10 }, (_, at) => ({
      conversations: [aRow({ id: 100 - at })],
      nextCursor: String(at),
    }));
    queryClient.setQueryData(conversationsKey(all), { pages, pageParams: pages.map(() => undefined) });
    applyChanges(queryClient, { ...nothing, isReset: true }, "me");
    expect(idsOn(queryClient, all)).toEqual([100]);
    expect(queryClient.getQueryState(conversationsKey(all))?.isInvalidated).toBe(true);
  });
});
