"use client";

import { useTranslations } from "use-intl";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { RelativeTime } from "@/app/_kit/relative-time";
import { PanelSection } from "./panel-section";

/** What Meta calls, and has called, them: how one person stays one when the number changes. */
export function Aliases({ contact }: Pick<ConversationDetails, "contact">) {
  const t = useTranslations("panel");
  const known = contact.aliases.filter(({ value }) => value !== null);
  if (known.length === 0) return null;
  return (
    <PanelSection title={t("aliases.title")}>
      <ul className="flex flex-col gap-1 text-[0.8125rem]">
        {known.map(({ kind, value, replacedAt }) => (
          <li key={`${kind}-${value}`} className="flex flex-wrap items-baseline gap-x-2">
            <span className="text-soft">{kind.toLowerCase().replaceAll("_", " ")}</span>
            <bdi
              dir="ltr"
              className={
                replacedAt === null
                  ? "font-mono wrap-anywhere"
                  : "font-mono text-soft line-through wrap-anywhere"
              }
            >
              {value}
            </bdi>
            {replacedAt !== null && (
              <span className="text-soft text-xs">
                {t("aliases.until")} <RelativeTime at={replacedAt} isShort />
              </span>
            )}
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
