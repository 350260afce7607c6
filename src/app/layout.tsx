import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { pickMessages } from "./_i18n/compile-messages";
import { directionOf } from "./_i18n/languages";
import { readPreferences } from "./_i18n/read-preferences";
import { Providers } from "./_inbox/shell/providers";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "ReplyOnce", template: "%s · ReplyOnce" },
  description: "Every customer message is answered once.",
};

/** What the pages of the inbox need; the others bring theirs (MoreWords). */
const AREAS = ["account", "common", "composer", "inbox", "panel", "story", "thread"] as const;

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

// A page that is made at build time has no nonce, and its scripts would not run.
export const dynamic = "force-dynamic";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const preferences = await readPreferences();
  const { language, theme } = preferences;
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get("content-security-policy") ?? "")?.[1];
  return (
    <html
      lang={language}
      dir={directionOf(language)}
      data-theme={theme === "system" ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <Providers
          preferences={preferences}
          messages={pickMessages(language, AREAS)}
          nonce={nonce}
          now={new Date()}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
