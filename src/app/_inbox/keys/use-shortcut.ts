"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { ShortcutId } from "./key-map";

type Handler = () => void;

const handlers = new Map<ShortcutId, Handler[]>();
const listeners = new Set<() => void>();
let available: readonly ShortcutId[] = [];

function changed(): void {
  available = [...handlers.keys()];
  for (const listener of listeners) listener();
}

function register(id: ShortcutId, handler: Handler): () => void {
  handlers.set(id, [...(handlers.get(id) ?? []), handler]);
  changed();
  return () => {
    const rest = (handlers.get(id) ?? []).filter((other) => other !== handler);
    if (rest.length > 0) handlers.set(id, rest);
    else handlers.delete(id);
    changed();
  };
}

/**
 * What a shortcut does while this is shown: `useShortcut("reply", () => input.current?.focus())`. It is in the command menu
 * for as long, too. Of several the one that came last is asked; `isOn` false takes it out.
 */
export function useShortcut(id: ShortcutId, handler: Handler, isOn = true): void {
  const latest = useEffectEvent(handler);
  useEffect(() => {
    if (!isOn) return;
    return register(id, () => latest());
  }, [id, isOn]);
}

/** Does what the shortcut does; false: nothing here does it. */
export function runShortcut(id: ShortcutId): boolean {
  const handler = handlers.get(id)?.at(-1);
  handler?.();
  return handler !== undefined;
}

/** Those that do something now. */
export function useAvailableShortcuts(): readonly ShortcutId[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => available,
    () => available,
  );
}
