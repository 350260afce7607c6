"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { RelativeTime } from "@/app/_kit/relative-time";
import { PanelSection } from "./panel-section";

/** The same person at other numbers of the business. */
export function OtherConversations({ contact }: Pick<ConversationDetails, "contact">) {
  const t = useTranslations("panel");
  if (contact.otherConversations.length === 0) return null;
  return (
    <PanelSection title={t("otherConversations")}>
      <ul className="-mx-2">
        {contact.otherConversations.map(({ id, integrationName, lastMessageAt }) => (
          <li key={id}>
            <Link
              href={`/inbox?view=all&conversation=${id}`}
              className="focus-inset flex min-h-9 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover touch:min-h-11"
            >
              <bdi className="min-w-0 flex-1 truncate">{integrationName}</bdi>
              {lastMessageAt !== null && (
                <RelativeTime at={lastMessageAt} isShort className="text-soft text-xs" />
              )}
              <ChevronRight aria-hidden className="size-4 text-soft rtl:rotate-180" />
            </Link>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
