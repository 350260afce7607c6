"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { ConversationDetails } from "@/app/_contract/conversation";
import type {
  assignConversation,
  setLabels,
  snoozeConversation,
  takeOver,
} from "@/app/_contract/conversation-actions-operations";
import { applyRow } from "@/app/_inbox/live/apply-changes";
import { useSession } from "@/app/_inbox/shell/session";
import { useToast } from "@/app/_kit/toast";

/** What needs nothing but to be said. */
export type Plain = "take-over" | "hand-back" | "close" | "reopen" | "delete" | "restore" | "read" | "unread";

export type ConversationAction =
  | { do: Plain }
  | { do: "assign"; assigneeId: string | null }
  | { do: "snooze"; until: string | null }
  | { do: "labels"; labelIds: number[] };

async function ask(id: number, action: ConversationAction): Promise<ConversationDetails> {
  const { conversation } = await post(id, action);
  return conversation;
}

function post(id: number, action: ConversationAction) {
  const params = { id };
  if (action.do === "assign") {
    const body = { assigneeId: action.assigneeId };
    return callInbox<typeof assignConversation>("POST", "/api/inbox/conversations/{id}/assign", {
      params,
      body,
    });
  }
  if (action.do === "snooze") {
    const body = { until: action.until };
    return callInbox<typeof snoozeConversation>("POST", "/api/inbox/conversations/{id}/snooze", {
      params,
      body,
    });
  }
  if (action.do === "labels") {
    const body = { labelIds: action.labelIds };
    return callInbox<typeof setLabels>("PUT", "/api/inbox/conversations/{id}/labels", { params, body });
  }
  // They differ in their path only.
  const path = `/api/inbox/conversations/{id}/${action.do}` as "/api/inbox/conversations/{id}/take-over";
  return callInbox<typeof takeOver>("POST", path, { params });
}

/** What is told after it, and how it is taken back. */
const told: Partial<Record<ConversationAction["do"], ConversationAction>> = {
  close: { do: "reopen" },
  delete: { do: "restore" },
  snooze: { do: "snooze", until: null },
};

/** Changes a conversation; what is shown of it follows at once, and what can be taken back is offered to be. */
export function useConversationActions(conversationId: number) {
  const client = useQueryClient();
  const toast = useToast();
  const t = useTranslations("thread");
  const { user } = useSession();
  const { mutate, isPending, variables } = useMutation({
    mutationFn: (action: ConversationAction) => ask(conversationId, action),
    onSuccess: (conversation, action) => {
      client.setQueryData(["conversation", conversationId], conversation);
      applyRow(client, conversation, user.id);
      const undo = told[action.do];
      const isBack = action.do === "snooze" && action.until === null;
      if (undo && !isBack) toast({ title: t(`done.${action.do as "close"}`), undo: () => mutate(undo) });
    },
    onError: (error) => toast({ kind: "error", title: error.message }),
  });
  const act = useCallback((action: ConversationAction) => mutate(action), [mutate]);
  return { act, busy: isPending ? variables.do : null };
}

export type Act = (action: ConversationAction) => void;
