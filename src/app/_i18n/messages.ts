// All words on the screen. Each area has a file per language (en is the one the others are held to) and its lines here.
// Loaded on the server only; the page gets those of its language.

import arCommon from "./ar/common";
import arOperations from "./ar/operations";
import enCommon from "./en/common";
import enOperations from "./en/operations";
import type { Language } from "./languages";
import ptCommon from "./pt/common";
import ptOperations from "./pt/operations";

const areas = {
  common: { en: enCommon, pt: ptCommon, ar: arCommon },
  operations: { en: enOperations, pt: ptOperations, ar: arOperations },
};

export type Messages = { [Area in keyof typeof areas]: (typeof areas)[Area]["en"] };

export function readMessages(language: Language): Messages {
  const entries = Object.entries(areas).map(([area, words]) => [area, words[language]]);
  return Object.fromEntries(entries) as Messages;
}

declare module "use-intl" {
  interface AppConfig {
    Locale: Language;
    Messages: Messages;
  }
}
