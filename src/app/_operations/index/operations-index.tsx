"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { operationsFor } from "@/app/_inbox/shell/destinations";
import { useSession } from "@/app/_inbox/shell/session";
import { PageHeader } from "@/app/_kit/page-header";
import { sectionOf } from "@/app/_operations/shared/section-of";

export function OperationsIndex() {
  const t = useTranslations("operations");
  const { role } = useSession().user;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {operationsFor(role).map((destination) => {
          const { href, icon: Icon } = destination;
          const section = sectionOf(destination);
          return (
            <li key={section}>
              <Link
                href={href}
                className="flex h-full gap-3.5 rounded-card border border-line bg-surface p-4 transition-colors hover:border-line-strong hover:bg-hover"
              >
                <span
                  aria-hidden="true"
                  className="flex size-9 shrink-0 items-center justify-center rounded-control bg-accent-soft text-accent-text"
                >
                  <Icon className="size-4.5" />
                </span>
                <span className="min-w-0">
                  <span className="block text-sm font-semibold">{t(`sections.${section}.title`)}</span>
                  <span className="mt-0.5 block text-[0.8125rem] text-pretty text-soft">
                    {t(`sections.${section}.description`)}
                  </span>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}
