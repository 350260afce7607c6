// All words on the screen. Each area has a file per language (en is the one the others are held to) and its lines here.
// Loaded on the server only; the page gets those of its language.

import arAccount from "./ar/account";
import arCommon from "./ar/common";
import arComposer from "./ar/composer";
import arInbox from "./ar/inbox";
import arOperations from "./ar/operations";
import arPanel from "./ar/panel";
import arPhone from "./ar/phone";
import arStory from "./ar/story";
import arThread from "./ar/thread";
import arWebhooks from "./ar/webhooks";
import enAccount from "./en/account";
import enCommon from "./en/common";
import enComposer from "./en/composer";
import enInbox from "./en/inbox";
import enOperations from "./en/operations";
import enPanel from "./en/panel";
import enPhone from "./en/phone";
import enStory from "./en/story";
import enThread from "./en/thread";
import enWebhooks from "./en/webhooks";
import type { Language } from "./languages";
import ptAccount from "./pt/account";
import ptCommon from "./pt/common";
import ptComposer from "./pt/composer";
import ptInbox from "./pt/inbox";
import ptOperations from "./pt/operations";
import ptPanel from "./pt/panel";
import ptPhone from "./pt/phone";
import ptStory from "./pt/story";
import ptThread from "./pt/thread";
import ptWebhooks from "./pt/webhooks";

const areas = {
  account: { en: enAccount, pt: ptAccount, ar: arAccount },
  composer: { en: enComposer, pt: ptComposer, ar: arComposer },
  operations: { en: enOperations, pt: ptOperations, ar: arOperations },
  panel: { en: enPanel, pt: ptPanel, ar: arPanel },
  story: { en: enStory, pt: ptStory, ar: arStory },
  thread: { en: enThread, pt: ptThread, ar: arThread },
  common: { en: enCommon, pt: ptCommon, ar: arCommon },
  phone: { en: enPhone, pt: ptPhone, ar: arPhone },
  webhooks: { en: enWebhooks, pt: ptWebhooks, ar: arWebhooks },
  inbox: { en: enInbox, pt: ptInbox, ar: arInbox },
};

export type Messages = { [Area in keyof typeof areas]: (typeof areas)[Area]["en"] };

export function readMessages(language: Language): Messages {
  const entries = Object.entries(areas).map(([area, words]) => [area, words[language]]);
  return Object.fromEntries(entries) as Messages;
}

declare module "use-intl" {
  interface AppConfig {
    Messages: Messages;
  }
}
