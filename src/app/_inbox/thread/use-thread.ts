"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { callInbox } from "@/app/_client/call-inbox";
import type { getConversation, readThread } from "@/app/_contract/conversation-operations";

const PAGE = 50;

/** Messages, notes and events; the live client writes what is new into the first page (src/app/_inbox/live). */
export function useThread(conversationId: number) {
  return useInfiniteQuery({
    queryKey: ["thread", conversationId],
    queryFn: ({ pageParam, signal }) =>
      callInbox<typeof readThread>("GET", "/api/inbox/conversations/{id}/messages", {
        params: { id: conversationId },
        query: { before: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ before }) => before ?? undefined,
  });
}

export function useConversation(conversationId: number) {
  return useQuery({
    queryKey: ["conversation", conversationId],
    queryFn: async ({ signal }) => {
      const { conversation } = await callInbox<typeof getConversation>(
        "GET",
        "/api/inbox/conversations/{id}",
        {
          params: { id: conversationId },
          signal,
        },
      );
      return conversation;
    },
  });
}
