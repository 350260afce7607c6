"use client";

import clsx from "clsx";
import { CircleUser, LayoutGrid, type LucideIcon } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { inbox } from "./destinations";
import { NotificationsBell } from "./notifications-bell";

const OperationsSheet = dynamic(() => import("./operations-sheet").then((it) => it.OperationsSheet), {
  ssr: false,
});

const itemClass = (isHere: boolean) =>
  clsx(
    "focus-inset relative flex h-14 w-full flex-col items-center justify-center gap-1 text-[0.6875rem]",
    isHere ? "font-medium text-accent-text" : "text-soft",
  );

/** On a phone, in place of the rail; gone while a conversation is open, which needs the height. */
export function BottomBar() {
  const t = useTranslations("common");
  const pathname = usePathname();
  const query = useSearchParams();
  const isThreadOpen = pathname === "/inbox" && query.has("conversation");
  const [isSheetOpen, setSheetOpen] = useState(false);
  if (isThreadOpen) return null;
  const link = (name: "inbox" | "account", href: string, Icon: LucideIcon) => (
    <li className="flex-1">
      <Link
        href={href}
        prefetch={false}
        aria-current={pathname.startsWith(href) ? "page" : undefined}
        className={itemClass(pathname.startsWith(href))}
      >
        <Icon aria-hidden="true" className="size-5" />
        {t(`nav.${name}`)}
      </Link>
    </li>
  );
  return (
    <nav
      aria-label={t("nav.label")}
      className="shrink-0 border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      <ul className="flex">
        {link("inbox", inbox.href, inbox.icon)}
        <li className="flex-1">
          <NotificationsBell className={itemClass(false)} isBelow />
        </li>
        <li className="flex-1">
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={() => setSheetOpen(true)}
            className={itemClass(pathname.startsWith("/operations"))}
          >
            <LayoutGrid aria-hidden="true" className="size-5" />
            {t("nav.operations")}
          </button>
        </li>
        {link("account", "/account", CircleUser)}
      </ul>
      {isSheetOpen && <OperationsSheet onClose={() => setSheetOpen(false)} />}
    </nav>
  );
}
