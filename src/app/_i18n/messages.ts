// All words on the screen. Each area has a file per language (en is the one the others are held to) and its lines here.
// Loaded on the server only; the page gets those of its language.

import arCommon from "./ar/common";
import arPhone from "./ar/phone";
import enCommon from "./en/common";
import enPhone from "./en/phone";
import type { Language } from "./languages";
import ptCommon from "./pt/common";
import ptPhone from "./pt/phone";

const areas = {
  common: { en: enCommon, pt: ptCommon, ar: arCommon },
  phone: { en: enPhone, pt: ptPhone, ar: arPhone },
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
