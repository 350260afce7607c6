"use client";

import clsx from "clsx";
import { CircleUser, Command } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { tip } from "@/app/_kit/tip";
import { keysOf } from "../keys/key-map";
import { useCounts } from "../list/conversations-query";
import { useOpenCommands } from "./commands";
import { type Destination, inbox, isAt, operationsFor } from "./destinations";
import { Logo } from "./logo";
import { NotificationsBell } from "./notifications-bell";
import { useSession } from "./session";

/** Words beside the icons wherever there is room for them: the inbox needs its width for its three panes. */
export function NavRail() {
  const t = useTranslations("common");
  const pathname = usePathname();
  const { organization, user } = useSession();
  const openCommands = useOpenCommands();
  const { data: counts } = useCounts();
  const hasWords = !pathname.startsWith("/inbox");
  const words = hasWords ? "hidden lg:block" : "hidden 2xl:block";
  const item = (destination: Destination, count?: number) => (
    <li key={destination.href}>
      <RailLink destination={destination} isHere={isAt(pathname, destination)} words={words} count={count} />
    </li>
  );
  return (
    <nav
      aria-label={t("nav.label")}
      className={clsx(
        "hidden shrink-0 flex-col border-e border-line bg-canvas px-2 py-3 sm:flex",
        hasWords ? "w-14 lg:w-52" : "w-14 2xl:w-52",
      )}
    >
      <div className="mb-3 flex h-9 items-center gap-2.5 ps-1.5" {...tip(organization.name)}>
        <Logo className="size-7 shrink-0" />
        <span className={clsx("truncate text-sm font-semibold", words)} dir="auto">
          {organization.name}
        </span>
      </div>
      <div className="-mx-2 flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-2">
        <ul className="flex flex-col gap-0.5">{item(inbox, counts?.views.waiting)}</ul>
        <div>
          <h2 className={clsx("mb-1 px-2 text-xs font-medium text-faint", words)}>{t("nav.operations")}</h2>
          <ul className="flex flex-col gap-0.5">
            {operationsFor(user.role).map((destination) => item(destination))}
          </ul>
        </div>
      </div>
      <ul className="mt-3 flex flex-col gap-0.5">
        <li>
          <button
            type="button"
            onClick={() => openCommands({ name: "root" })}
            aria-label={t("keys.commandMenu")}
            {...tip(t("keys.commandMenu"), keysOf("commandMenu"))}
            className={railClass(false)}
          >
            <Command aria-hidden="true" className="size-4.5 shrink-0" />
            <span className={clsx("truncate", words)}>{t("keys.commandMenu")}</span>
          </button>
        </li>
        <li>
          <NotificationsBell className={railClass(false)} words={words} />
        </li>
        {item({ name: "account", href: "/account", icon: CircleUser })}
      </ul>
    </nav>
  );
}

function railClass(isHere: boolean): string {
  return clsx(
    "focus-inset relative flex h-9 w-full items-center gap-2.5 rounded-control px-2.5 text-sm transition-colors touch:min-h-11",
    isHere ? "bg-selected font-medium text-accent-text" : "text-soft hover:bg-hover hover:text-ink",
  );
}

interface RailLinkProps {
  destination: Destination;
  isHere: boolean;
  words: string;
  count?: number;
}

function RailLink({
  destination: { name, href, icon: Icon, shortcut },
  isHere,
  words,
  count,
}: RailLinkProps) {
  const t = useTranslations("common");
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isHere ? "page" : undefined}
      {...tip(t(`nav.${name}`), shortcut && keysOf(shortcut))}
      className={railClass(isHere)}
    >
      <Icon aria-hidden="true" className="size-4.5 shrink-0" strokeWidth={isHere ? 2.25 : 2} />
      <span className="sr-only">{t(`nav.${name}`)}</span>
      <span aria-hidden="true" className={clsx("min-w-0 flex-1 truncate", words)}>
        {t(`nav.${name}`)}
      </span>
      {Boolean(count) && (
        <span aria-hidden="true" className={clsx("tnum text-xs text-faint", words)}>
          {count}
        </span>
      )}
    </Link>
  );
}
