"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing, Check } from "lucide-react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { listNotifications, readNotification } from "@/app/_contract/notifications-operations";
import { IconButton } from "@/app/_kit/icon-button";
import { RelativeTime } from "@/app/_kit/relative-time";
import { PanelSection } from "./panel-section";

/** What one is told about this conversation and nobody has seen to yet. */
export function PanelNotifications({ conversationId }: { conversationId: number }) {
  const t = useTranslations("panel");
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ["notifications", { conversationId }],
    queryFn: ({ signal }) =>
      callInbox<typeof listNotifications>("GET", "/api/inbox/notifications", {
        query: { limit: 100 },
        signal,
      }),
    select: ({ notifications }) => notifications.filter((one) => one.conversationId === conversationId),
  });
  const { mutate } = useMutation({
    mutationFn: (id: number) =>
      callInbox<typeof readNotification>("POST", "/api/inbox/notifications/{id}/read", { params: { id } }),
    onSettled: () =>
      Promise.all(["notifications", "counts"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  if (!data || data.length === 0) return null;
  return (
    <PanelSection title={t("notifications")}>
      <ul className="flex flex-col gap-2">
        {data.map(({ id, title, body, createdAt }) => (
          <li key={id} className="flex items-start gap-2 rounded-lg bg-warn-soft px-2.5 py-2">
            <BellRing aria-hidden className="mt-0.5 size-4 shrink-0 text-warn-text" />
            <div className="min-w-0 flex-1 text-[0.8125rem]">
              <p dir="auto" className="font-medium">
                {title}
              </p>
              {body !== null && (
                <p dir="auto" className="line-clamp-3 text-soft wrap-anywhere">
                  {body}
                </p>
              )}
              <RelativeTime at={createdAt} className="text-soft text-xs" />
            </div>
            <IconButton label={t("seen")} size="small" onClick={() => mutate(id)}>
              <Check aria-hidden className="size-4" />
            </IconButton>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
