"use client";

import {
  BookOpen,
  Bot,
  ChartColumn,
  HeartPulse,
  ListTodo,
  type LucideIcon,
  PackageOpen,
  Phone,
  ScrollText,
  Tags,
  Users,
  Webhook,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { PageHeader } from "@/app/_kit/page-header";
import type { OperationsSection } from "@/app/_operations/shared/sections";
import { useSections } from "@/app/_operations/shared/use-sections";

const icons: Record<OperationsSection, LucideIcon> = {
  jobs: ListTodo,
  deliveries: PackageOpen,
  health: HeartPulse,
  "ai-cost": ChartColumn,
  integrations: Phone,
  knowledge: BookOpen,
  persona: Bot,
  settings: Tags,
  users: Users,
  audit: ScrollText,
  webhooks: Webhook,
};

export function OperationsIndex() {
  const t = useTranslations("operations");
  const sections = useSections();
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {sections.map((section) => {
          const Icon = icons[section];
          return (
            <li key={section}>
              <Link
                href={`/operations/${section}`}
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
