"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { listWebhookEvents, retryWebhookEvent } from "@/app/_contract/webhook-operations";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { Table } from "@/app/_kit/table";
import { QueryView } from "@/app/_operations/shared/query-view";
import { useWords } from "@/app/_operations/shared/use-words";
import { useWork } from "@/app/_operations/shared/use-work";

/** What one receiver was told, the newest first. */
export function EventsDialog({ webhookId, onClose }: { webhookId: string; onClose: () => void }) {
  const t = useTranslations("webhooks");
  const { time } = useWords();
  const query = useQuery({
    queryKey: ["webhook-events", webhookId],
    queryFn: ({ signal }) =>
      callInbox<typeof listWebhookEvents>("GET", "/api/inbox/webhooks/{id}/events", {
        params: { id: webhookId },
        signal,
      }),
    refetchInterval: 3_000,
  });
  const again = useWork({
    work: (id: string) =>
      callInbox<typeof retryWebhookEvent>("POST", "/api/inbox/webhook-events/{id}/retry", { params: { id } }),
    changes: [["webhook-events", webhookId]],
  });
  return (
    <Dialog isOpen onOpenChange={onClose} title={t("deliveries")} size="large">
      <QueryView query={query} lines={4}>
        {({ events }) =>
          events.length === 0 ? (
            <p className="text-sm text-soft">{t("noDeliveries")}</p>
          ) : (
            <Table
              caption={t("deliveries")}
              rows={events}
              rowKey={({ id }) => id}
              columns={[
                { key: "type", header: t("type"), cell: ({ type }) => <code>{type}</code> },
                {
                  key: "state",
                  header: t("state"),
                  cell: ({ status, error }) =>
                    error ? `${t(`states.${status}`)}: ${error}` : t(`states.${status}`),
                },
                { key: "attempts", header: t("attempts"), isEnd: true, cell: ({ attempts }) => attempts },
                { key: "when", header: t("when"), cell: ({ createdAt }) => time(createdAt) },
                {
                  key: "again",
                  header: t("again"),
                  cell: ({ id }) => (
                    <Button size="small" onClick={() => again.mutate(id)}>
                      {t("again")}
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </QueryView>
    </Dialog>
  );
}
