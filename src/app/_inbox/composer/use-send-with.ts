"use client";

import { useSyncExternalStore } from "react";
import { browserStorage } from "./drafts";

export type SendWith = "enter" | "mod-enter";

const KEY = "replyonce.send-with";
const CHANGED = "replyonce:send-with";

function read(): SendWith {
  return browserStorage()?.getItem(KEY) === "mod-enter" ? "mod-enter" : "enter";
}

function subscribe(listener: () => void) {
  window.addEventListener(CHANGED, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener("storage", listener);
  };
}

/** Whether Enter sends, or ⌘/Ctrl with it; kept in the browser. */
export function useSendWith() {
  const sendWith = useSyncExternalStore(subscribe, read, () => "enter" as const);
  const choose = (next: SendWith) => {
    browserStorage()?.setItem(KEY, next);
    window.dispatchEvent(new Event(CHANGED));
  };
  return [sendWith, choose] as const;
}
