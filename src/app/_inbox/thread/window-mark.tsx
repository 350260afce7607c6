"use client";

import clsx from "clsx";
import { Clock } from "lucide-react";
import { useNow, useTranslations } from "use-intl";
import { CLOSING_MS } from "@/app/_inbox/composer/composer-state";
import { tip } from "@/app/_kit/tip";

const MINUTE_MS = 60_000;

/** How long one may still write in free words (Meta: 24 hours from the customer's last message). */
export function WindowMark({ closesAt }: { closesAt: string | null }) {
  const t = useTranslations("thread");
  const now = useNow({ updateInterval: MINUTE_MS / 2 });
  const left = closesAt === null ? 0 : Date.parse(closesAt) - now.getTime();
  const minutes = Math.ceil(left / MINUTE_MS);
  const words =
    left <= 0
      ? t(closesAt === null ? "window.never" : "window.closed")
      : t("window.left", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return (
    <span
      {...tip(t("window.why"))}
      className={clsx(
        "tnum inline-flex shrink-0 items-center gap-1 rounded px-1.5",
        left <= 0
          ? "bg-sunken text-soft"
          : left <= CLOSING_MS
            ? "bg-warn-soft text-warn-text"
            : "bg-accent-soft text-accent-text",
      )}
    >
      <Clock aria-hidden className="size-3" />
      {words}
    </span>
  );
}
