"use client";

import { createContext, useContext, useSyncExternalStore } from "react";

/** Whether the right panel is shown, and the way to change it: the thread's header has a button for it. */
export const PanelContext = createContext<{ isOpen: boolean; toggle: () => void }>({
  isOpen: false,
  toggle: () => undefined,
});

export const usePanel = () => useContext(PanelContext);

const WIDE = "(min-width: 80rem)";

/** Whether there is room for three panes; not known on the server. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(WIDE);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => window.matchMedia(WIDE).matches,
    () => false,
  );
}
