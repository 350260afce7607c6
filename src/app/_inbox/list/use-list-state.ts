"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type ListState, readListState, writeListState } from "./list-state";

/**
 * The address is the state. Changes go through the browser's history itself, which Next.js follows without asking the
 * server: what is pushed can be gone back from; what is typed replaces.
 */
export function useListState(): [ListState, (change: Partial<ListState>, how?: "push" | "replace") => void] {
  const query = useSearchParams();
  const state = useMemo(() => readListState(new URLSearchParams(query)), [query]);
  const change = useCallback((changed: Partial<ListState>, how: "push" | "replace" = "push") => {
    const now = readListState(new URLSearchParams(window.location.search));
    const address = writeListState({ ...now, ...changed });
    if (how === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }, []);
  return [state, change];
}
