"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { confirmJob, resendJob } from "@/app/_contract/jobs-operations";
import type { retryMessage } from "@/app/_contract/messages-operations";
import { outbox } from "@/app/_inbox/composer/sent-outbox";
import { useToast } from "@/app/_kit/toast";
import type { ThreadActions } from "./thread-actions";
import type { ShownMessage } from "./thread-rows";

type Asked = { do: "retry" | "confirm" | "resend"; id: number };

function ask({ do: what, id }: Asked) {
  const params = { id };
  if (what === "retry")
    return callInbox<typeof retryMessage>("POST", "/api/inbox/messages/{id}/retry", { params });
  if (what === "confirm")
    return callInbox<typeof confirmJob>("POST", "/api/inbox/jobs/{id}/confirm", { params });
  return callInbox<typeof resendJob>("POST", "/api/inbox/jobs/{id}/resend", { params });
}

interface Hands {
  canWrite: boolean;
  quote: (item: ShownMessage) => void;
  showStory: (item: ShownMessage) => void;
}

/** What can be done with the messages of a conversation. */
export function useMessageActions(
  conversationId: number,
  { canWrite, quote, showStory }: Hands,
): ThreadActions {
  const client = useQueryClient();
  const toast = useToast();
  const t = useTranslations("thread");
  const { mutate, isPending } = useMutation({
    mutationFn: (asked: Asked): Promise<unknown> => ask(asked),
    onSuccess: (_, asked) => {
      toast({ title: t(`done.${asked.do}`) });
      return client.invalidateQueries({ queryKey: ["thread", conversationId] });
    },
    onError: (error) => toast({ kind: "error", title: error.message }),
  });
  return useMemo(
    () => ({
      retryLocal: (clientId) => void outbox.retry(clientId),
      discardLocal: outbox.discard,
      retry: (id) => mutate({ do: "retry", id }),
      confirm: (id) => mutate({ do: "confirm", id }),
      resend: (id) => mutate({ do: "resend", id }),
      react: ({ providerMessageId }, emoji) =>
        void outbox.send({
          clientId: crypto.randomUUID(),
          conversationId,
          text: "",
          content: { type: "reaction", messageId: providerMessageId, emoji },
          at: new Date().toISOString(),
        }),
      quote,
      showStory,
      isBusy: isPending,
      canWrite,
    }),
    [conversationId, mutate, isPending, canWrite, quote, showStory],
  );
}
