import { createTranslator } from "use-intl/core";
import { compileMessages } from "./compile-messages";
import type { Messages } from "./messages";
import { readPreferences } from "./read-preferences";

/** useTranslations() for what the server renders: titles of pages. */
export async function getTranslations<Area extends keyof Messages>(area: Area) {
  const { language, locale, timeZone } = await readPreferences();
  return createTranslator({ locale, messages: compileMessages(language), namespace: area, timeZone });
}
