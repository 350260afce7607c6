"use client";

import type { ReactNode } from "react";
import { IntlProvider, useLocale, useMessages } from "use-intl";
import type { Messages } from "./messages";

/** Words that only some pages need, beside those that every page has. */
export function MoreWords({ words, children }: { words: Partial<Messages>; children: ReactNode }) {
  const locale = useLocale();
  const known = useMessages();
  return (
    <IntlProvider locale={locale} messages={{ ...known, ...words }}>
      {children}
    </IntlProvider>
  );
}
