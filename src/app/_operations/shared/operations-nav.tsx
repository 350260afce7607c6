"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { isAt, operationsFor } from "@/app/_inbox/shell/destinations";
import { useSession } from "@/app/_inbox/shell/session";
import { sectionOf } from "./section-of";

export function OperationsNav() {
  const t = useTranslations("operations");
  const path = usePathname();
  const { role } = useSession().user;
  if (path === "/operations") return null;
  return (
    // Where there is room, the rail has the same places, with words.
    <nav aria-label={t("title")} className="lg:hidden -mx-1 mb-6 flex gap-0.5 overflow-x-auto pb-1">
      <Link href="/operations" className={linkClass(false)}>
        {t("overview")}
      </Link>
      {operationsFor(role).map((destination) => {
        const { href } = destination;
        const isHere = isAt(path, destination);
        return (
          <Link
            key={href}
            href={href}
            aria-current={isHere ? "page" : undefined}
            className={linkClass(isHere)}
          >
            {t(`sections.${sectionOf(destination)}.title`)}
          </Link>
        );
      })}
    </nav>
  );
}

function linkClass(isHere: boolean): string {
  return clsx(
    "focus-inset flex h-8 shrink-0 items-center rounded-md px-2.5 text-[0.8125rem] font-medium whitespace-nowrap touch:min-h-11",
    isHere ? "bg-selected text-accent-text" : "text-soft hover:bg-hover hover:text-ink",
  );
}
