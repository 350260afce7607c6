"use client";

import { useCallback, useEffect, useState } from "react";
import { browserStorage, type ComposerMode, readDraft, withReturned, writeDraft } from "./drafts";
import { onOutcome } from "./sent-outbox";

/** The draft of a conversation and mode, kept as it is typed; what the server refused comes back into it. */
export function useDraft(userId: string, conversationId: number, mode: ComposerMode) {
  const [draft, setDraft] = useState({
    mode,
    text: readDraft(browserStorage(), { userId, conversationId, mode }),
  });
  const place = { userId, conversationId, mode };
  // Another mode has a draft of its own; it is read before anything is drawn, so that neither is seen in the other.
  const text = draft.mode === mode ? draft.text : readDraft(browserStorage(), place);
  if (draft.mode !== mode) setDraft({ mode, text });

  const setText = useCallback(
    (next: string) => {
      writeDraft(browserStorage(), { userId, conversationId, mode }, next);
      setDraft({ mode, text: next });
    },
    [userId, conversationId, mode],
  );

  useEffect(
    () =>
      onOutcome((letter, outcome) => {
        if (outcome.kind !== "refused" || letter.conversationId !== conversationId || letter.text === "")
          return;
        if (letter.content?.type === "template") return;
        const reply = { userId, conversationId, mode: "reply" as const };
        const returned = withReturned(readDraft(browserStorage(), reply), letter.text);
        writeDraft(browserStorage(), reply, returned);
        if (mode === "reply") setDraft({ mode, text: returned });
      }),
    [userId, conversationId, mode],
  );
  return [text, setText] as const;
}
