"use client";

import { useTranslations } from "use-intl";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { useConversation } from "@/app/_inbox/thread/use-thread";
import { ErrorState } from "@/app/_kit/error-state";
import { Skeleton } from "@/app/_kit/skeleton";
import { Aliases } from "./aliases";
import { ContactHead } from "./contact-head";
import { DangerZone } from "./danger-zone";
import { LeadForm } from "./lead-form";
import { OtherConversations } from "./other-conversations";
import { PanelLabels } from "./panel-labels";
import { PanelNotifications } from "./panel-notifications";
import { PanelSection } from "./panel-section";

/** The right pane: who the customer is, their lead, and what else is known of them. */
export function ContactPanel({ conversationId }: { conversationId: number }) {
  const t = useTranslations("panel");
  const { data, error, refetch } = useConversation(conversationId);
  return (
    <aside aria-label={t("label")} className="h-full min-h-0 overflow-y-auto bg-surface">
      {data ? (
        <Panel key={data.contact.id} conversation={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <PanelSkeleton />
      )}
    </aside>
  );
}

function Panel({ conversation }: { conversation: ConversationDetails }) {
  const t = useTranslations("panel");
  const { contact, handoverSummary, handoverReason, id } = conversation;
  return (
    <>
      <ContactHead conversation={conversation} />
      {(handoverSummary !== null || handoverReason !== null) && (
        <PanelSection title={t("handover")}>
          {handoverReason !== null && (
            <p dir="auto" className="font-medium text-sm wrap-anywhere">
              {handoverReason}
            </p>
          )}
          {handoverSummary !== null && (
            <p dir="auto" className="whitespace-pre-wrap text-sm text-soft wrap-anywhere">
              {handoverSummary}
            </p>
          )}
        </PanelSection>
      )}
      <PanelNotifications conversationId={id} />
      <LeadForm conversation={conversation} />
      <PanelLabels conversation={conversation} />
      <OtherConversations contact={contact} />
      <Aliases contact={contact} />
      <DangerZone conversation={conversation} />
    </>
  );
}

function PanelSkeleton() {
  return (
    <div className="flex flex-col items-center gap-3 p-5">
      <Skeleton className="size-14 rounded-full" />
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-3 w-28" />
      <Skeleton className="mt-4 h-24 w-full" />
      <Skeleton className="h-16 w-full" />
    </div>
  );
}
