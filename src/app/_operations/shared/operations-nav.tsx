"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { useSections } from "./use-sections";

export function OperationsNav() {
  const t = useTranslations("operations");
  const path = usePathname();
  const sections = useSections();
  if (path === "/operations") return null;
  return (
    <nav aria-label={t("title")} className="-mx-1 mb-6 flex gap-0.5 overflow-x-auto pb-1">
      <Link href="/operations" className={linkClass(false)}>
        {t("overview")}
      </Link>
      {sections.map((section) => {
        const href = `/operations/${section}`;
        const isHere = path.startsWith(href);
        return (
          <Link
            key={section}
            href={href}
            aria-current={isHere ? "page" : undefined}
            className={linkClass(isHere)}
          >
            {t(`sections.${section}.title`)}
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
