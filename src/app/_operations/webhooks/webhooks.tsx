"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { listWebhooks } from "@/app/_contract/webhook-operations";
import { Button } from "@/app/_kit/button";
import { EmptyState } from "@/app/_kit/empty-state";
import { PageHeader } from "@/app/_kit/page-header";
import { QueryView } from "@/app/_operations/shared/query-view";
import { AddDialog } from "./add-dialog";
import { SecretDialog } from "./secret-dialog";
import { WebhookCard } from "./webhook-card";

/** Who else is told of what happens. */
export function Webhooks() {
  const t = useTranslations("webhooks");
  const operations = useTranslations("operations.sections.webhooks");
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) => callInbox<typeof listWebhooks>("GET", "/api/inbox/webhooks", { signal }),
  });
  const add = (
    <Button icon={<Plus aria-hidden="true" className="size-4" />} onClick={() => setAdding(true)}>
      {t("add")}
    </Button>
  );
  return (
    <>
      <PageHeader title={operations("title")} description={t("hint")} actions={add} />
      <QueryView query={query} lines={3}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <EmptyState icon={<WebhookIcon />} title={t("none")}>
              {t("noneHint")}
            </EmptyState>
          ) : (
            <ul className="flex flex-col gap-3">
              {webhooks.map((webhook) => (
                <WebhookCard key={webhook.id} webhook={webhook} onSecret={setSecret} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {query.data && (
        <AddDialog
          isOpen={isAdding}
          onOpenChange={setAdding}
          eventTypes={query.data.eventTypes}
          onSecret={setSecret}
        />
      )}
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}
