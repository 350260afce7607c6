"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { callInbox } from "@/app/_client/call-inbox";
import type { countConversations, listConversations } from "@/app/_contract/conversation-operations";
import { conversationsKey, type ListFilters } from "./list-state";

const PAGE = 50;

export function useConversations(filters: ListFilters) {
  return useInfiniteQuery({
    queryKey: conversationsKey(filters),
    queryFn: ({ pageParam, signal }) => readPage(filters, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // While somebody types, what was found before stays; another tab begins with its skeleton.
    placeholderData: (previous, query) => {
      const before = query?.queryKey[1];
      const isSameTab = before?.view === filters.view && before.state === filters.state;
      return isSameTab ? keepPreviousData(previous) : undefined;
    },
  });
}

function readPage(filters: ListFilters, cursor: string | undefined, signal: AbortSignal) {
  const { view, state, search, label } = filters;
  return callInbox<typeof listConversations>("GET", "/api/inbox/conversations", {
    query: {
      view,
      state,
      search: search || undefined,
      label: label === null ? undefined : String(label),
      cursor,
      limit: PAGE,
    },
    signal,
  });
}

export function useCounts() {
  return useQuery({
    queryKey: ["counts"],
    queryFn: ({ signal }) => callInbox<typeof countConversations>("GET", "/api/inbox/counts", { signal }),
  });
}
