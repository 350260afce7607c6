"use client";

import clsx from "clsx";
import { Bell } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { tip } from "@/app/_kit/tip";
import { useCounts } from "../list/conversations-query";

const NotificationsDialog = dynamic(
  () => import("./notifications-dialog").then((it) => it.NotificationsDialog),
  { ssr: false },
);

const COUNT_MAX = 9;

interface NotificationsBellProps {
  className: string;
  /** Of what is written beside it. */
  words?: string;
  /** Its word is below it, as in the bar of a phone. */
  isBelow?: boolean;
}

export function NotificationsBell({ className, words, isBelow = false }: NotificationsBellProps) {
  const t = useTranslations("common");
  const [isOpen, setOpen] = useState(false);
  const { data: counts } = useCounts();
  const unread = counts?.notifications ?? 0;
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        {...(isBelow ? {} : tip(t("notifications.title")))}
        onClick={() => setOpen(true)}
        className={className}
      >
        <span className="relative shrink-0">
          <Bell aria-hidden="true" className={isBelow ? "size-5" : "size-4.5"} />
          {unread > 0 && (
            <span
              aria-hidden="true"
              className="tnum absolute -end-2 -top-2 flex h-4 min-w-4 items-center justify-center rounded-full bg-danger px-1 text-[0.625rem] leading-none font-semibold text-danger-ink"
            >
              {unread > COUNT_MAX ? `${COUNT_MAX}+` : unread}
            </span>
          )}
        </span>
        <span className="sr-only">{t("notifications.bell", { count: unread })}</span>
        <span aria-hidden="true" className={clsx("truncate", words)}>
          {t("notifications.title")}
        </span>
      </button>
      {isOpen && <NotificationsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
