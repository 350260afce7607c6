"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { DirectionProvider } from "@base-ui/react/direction-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { IntlProvider } from "use-intl";
import type { InboxError } from "@/app/_client/call-inbox";
import { directionOf } from "@/app/_i18n/languages";
import type { Messages } from "@/app/_i18n/messages";
import type { Preferences } from "@/app/_i18n/read-preferences";
import { useLater } from "@/app/_kit/use-later";
import { PreferencesContext, setPreference } from "./preferences";

const ToastRegion = dynamic(() => import("@/app/_kit/toast-region").then((it) => it.ToastRegion), {
  ssr: false,
});
const TooltipHost = dynamic(() => import("@/app/_kit/tooltip-host").then((it) => it.TooltipHost), {
  ssr: false,
});

const STALE_MS = 30_000;
const TRIES_MAX = 2;
/** What asking again does not change. */
const final = new Set(["UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "INVALID_INPUT", "CONFLICT"]);

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < TRIES_MAX && !final.has((error as InboxError).code),
      },
    },
  });
}

interface ProvidersProps {
  preferences: Preferences;
  messages: Partial<Messages>;
  nonce: string | undefined;
  now: Date;
  children: ReactNode;
}

export function Providers({ preferences, messages, nonce, now, children }: ProvidersProps) {
  const [queryClient] = useState(newQueryClient);
  useTimeZone(preferences.timeZone);
  const isLater = useLater();
  return (
    <PreferencesContext value={preferences}>
      <IntlProvider locale={preferences.locale} messages={messages} timeZone={preferences.timeZone} now={now}>
        <CSPProvider nonce={nonce} disableStyleElements>
          <DirectionProvider direction={directionOf(preferences.language)}>
            <QueryClientProvider client={queryClient}>
              {children}
              {isLater && <ToastRegion />}
              {isLater && <TooltipHost />}
            </QueryClientProvider>
          </DirectionProvider>
        </CSPProvider>
      </IntlProvider>
    </PreferencesContext>
  );
}

/** The server does not know where the browser is until it has said so once. */
function useTimeZone(known: string): void {
  const router = useRouter();
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    if (timeZone === known) return;
    setPreference("timezone", timeZone);
    router.refresh();
  }, [known, router]);
}
