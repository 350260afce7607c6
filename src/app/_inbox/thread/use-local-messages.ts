"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { ThreadItem } from "@/app/_contract/thread";
import { toLocalMessage } from "@/app/_inbox/composer/local-message";
import type { Posted } from "@/app/_inbox/composer/outbox";
import { outbox } from "@/app/_inbox/composer/sent-outbox";
import type { ShownMessage } from "./thread-rows";

const none: readonly Posted[] = [];
/** What the server took and the live line has not brought by then is asked for. */
const MISSING_MS = 4_000;

/** What was sent from here and is not in the thread yet, as bubbles. */
export function useLocalMessages(
  conversationId: number,
  items: ThreadItem[],
  person: string,
): ShownMessage[] {
  const client = useQueryClient();
  const all = useSyncExternalStore(outbox.subscribe, outbox.all, () => none);
  const own = useMemo(
    () => all.filter((one) => one.conversationId === conversationId),
    [all, conversationId],
  );

  useEffect(() => {
    const there = items.flatMap((item) =>
      item.kind === "message" && item.clientId !== null ? [item.clientId] : [],
    );
    outbox.arrived(new Set(there));
  }, [items]);

  const isMissing = own.some(({ state }) => state === "accepted");
  useEffect(() => {
    if (!isMissing) return;
    const timer = setTimeout(() => {
      void client.invalidateQueries({ queryKey: ["thread", conversationId] });
      // A reaction is shown on its message, and comes under no client id.
      for (const { clientId, state, content } of outbox.all())
        if (state === "accepted" && content?.type === "reaction") outbox.discard(clientId);
    }, MISSING_MS);
    return () => clearTimeout(timer);
  }, [isMissing, client, conversationId]);

  return useMemo(
    () =>
      own
        .filter(({ content, state }) => content?.type !== "reaction" || state === "failed")
        .map((posted, at) => toLocalMessage(posted, -1 - at, person)),
    [own, person],
  );
}
