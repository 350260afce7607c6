import { cookies, headers } from "next/headers";
import { chooseLanguage, chooseLocale, type Language } from "./languages";

type Theme = "light" | "dark" | "system";

export interface Preferences {
  language: Language;
  /** The language as it is written where the person is, such as en-GB: for times and numbers. */
  locale: string;
  theme: Theme;
  /** Whether single keys do things (WCAG 2.1.4: they can be switched off). */
  hasKeys: boolean;
  /** Until the browser has told its own. */
  timeZone: string;
}

/** What the person has chosen, of the cookies; else what their browser asks for. */
export async function readPreferences(): Promise<Preferences> {
  const chosen = await cookies();
  const theme = chosen.get("theme")?.value;
  const timeZone = chosen.get("timezone")?.value;
  const accepted = (await headers()).get("accept-language");
  const language = chooseLanguage(chosen.get("language")?.value, accepted);
  return {
    language,
    locale: chooseLocale(language, accepted),
    theme: theme === "light" || theme === "dark" ? theme : "system",
    hasKeys: chosen.get("keys")?.value !== "off",
    timeZone: timeZone && isTimeZone(timeZone) ? timeZone : "UTC",
  };
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
