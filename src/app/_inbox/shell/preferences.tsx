"use client";

import { createContext, useContext } from "react";
import type { Preferences } from "@/app/_i18n/read-preferences";

export const PreferencesContext = createContext<Preferences | null>(null);

/** Language, theme and whether single keys do things; change them with setPreference(). */
export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error("usePreferences is used outside of Providers");
  return preferences;
}

const YEAR_S = 365 * 24 * 60 * 60;

/** Remembers a choice in this browser. The theme is shown at once; for the rest ask the server anew (router.refresh()). */
export function setPreference(name: "language" | "theme" | "keys" | "timezone", value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax`;
  if (name !== "theme") return;
  if (value === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", value);
}
