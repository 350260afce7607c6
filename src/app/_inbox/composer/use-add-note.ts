"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { callInbox } from "@/app/_client/call-inbox";
import type { addNote } from "@/app/_contract/conversation-actions-operations";
import { upsertThreadItem } from "@/app/_inbox/live/upsert-thread-item";

/** Writes a note; it is in the thread as soon as the server has it. */
export function useAddNote(conversationId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: string) =>
      callInbox<typeof addNote>("POST", "/api/inbox/conversations/{id}/notes", {
        params: { id: conversationId },
        body: { body },
      }),
    onSuccess: ({ item }) => upsertThreadItem(client, conversationId, item),
  });
}
