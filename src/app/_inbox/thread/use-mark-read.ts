"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { callInbox } from "@/app/_client/call-inbox";
import type { ConversationDetails } from "@/app/_contract/conversation";
import type { markRead } from "@/app/_contract/conversation-actions-operations";
import { applyRow } from "@/app/_inbox/live/apply-changes";
import { useSession } from "@/app/_inbox/shell/session";

/** Who looks only for a moment, passing by with j and k, has read nothing. */
const LOOKED_MS = 800;

/** Marks as read what is open in a tab that is looked at. What is marked unread by hand stays so until more comes. */
export function useMarkRead({ id, unread, lastMessageAt }: ConversationDetails, isShown: boolean): void {
  const client = useQueryClient();
  const { user } = useSession();
  const hasUnread = unread > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes while it is open is read as well
  useEffect(() => {
    if (!isShown || !hasUnread) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState !== "visible") return;
      timer = setTimeout(async () => {
        const answer = await callInbox<typeof markRead>("POST", "/api/inbox/conversations/{id}/read", {
          params: { id },
        }).catch(() => null); // Nobody has asked for it: it is tried again with the next message.
        if (answer) applyRow(client, answer.conversation, user.id);
      }, LOOKED_MS);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [id, isShown, lastMessageAt, client, user.id]);
}
