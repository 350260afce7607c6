"use client";

import { createContext, useContext } from "react";
import type { ShownMessage } from "./thread-rows";

/** What can be done with a message, wherever in the thread it stands. */
export interface ThreadActions {
  retryLocal: (clientId: string) => void;
  discardLocal: (clientId: string) => void;
  retry: (messageId: number) => void;
  confirm: (jobId: number) => void;
  resend: (jobId: number) => void;
  quote: (item: ShownMessage) => void;
  react: (item: ShownMessage, emoji: string) => void;
  showStory: (item: ShownMessage) => void;
  /** Something of it is under way. */
  isBusy: boolean;
  /** Free words may be sent now: messages can be quoted, and reacted to. */
  canWrite: boolean;
}

const nothing = () => {};

export const ThreadActionsContext = createContext<ThreadActions>({
  retryLocal: nothing,
  discardLocal: nothing,
  retry: nothing,
  confirm: nothing,
  resend: nothing,
  quote: nothing,
  react: nothing,
  showStory: nothing,
  isBusy: false,
  canWrite: false,
});

export const useThreadActions = () => useContext(ThreadActionsContext);
