"use client";

import { useSyncExternalStore } from "react";
import { useNow } from "use-intl";

const EVERY_MS = 30_000;

const listeners = new Set<() => void>();
let now = new Date();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = new Date();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = new Date();
    timer = setInterval(tick, EVERY_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The time, anew every half minute: one clock for all that shows how long ago something was. */
export function useClock(): Date {
  const onServer = useNow();
  return useSyncExternalStore(
    subscribe,
    () => now,
    () => onServer,
  );
}
