"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type {
  changeWebhook,
  listWebhooks,
  removeWebhook,
  rotateWebhookSecret,
  testWebhook,
} from "@/app/_contract/webhook-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { Switch } from "@/app/_kit/choice";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { useWords } from "@/app/_operations/shared/use-words";
import { useWork } from "@/app/_operations/shared/use-work";
import { EventsDialog } from "./events-dialog";

type Asked = "events" | "rotate" | "remove" | null;

type Webhook = z.output<(typeof listWebhooks)["answer"]>["webhooks"][number];

/** One receiver: where, of what, how it goes, and what can be done. */
export function WebhookCard({ webhook, onSecret }: { webhook: Webhook; onSecret: (secret: string) => void }) {
  const t = useTranslations("webhooks");
  const [asked, setAsked] = useState<Asked>(null);
  const { id, url, description, events, disabledAt } = webhook;
  const params = { id };
  const changes = [["webhooks"]];
  const change = useWork({
    work: (isEnabled: boolean) =>
      callInbox<typeof changeWebhook>("PATCH", "/api/inbox/webhooks/{id}", { params, body: { isEnabled } }),
    changes,
    done: () => t("saved"),
  });
  const test = useWork({
    work: () => callInbox<typeof testWebhook>("POST", "/api/inbox/webhooks/{id}/test", { params }),
    changes: [["webhook-events", id]],
    done: () => t("tested"),
  });
  const rotate = useWork({
    work: () => callInbox<typeof rotateWebhookSecret>("POST", "/api/inbox/webhooks/{id}/rotate", { params }),
    changes,
  });
  const remove = useWork({
    work: () => callInbox<typeof removeWebhook>("DELETE", "/api/inbox/webhooks/{id}", { params }),
    changes,
  });
  const close = () => setAsked(null);
  return (
    <li className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 dir="ltr" className="break-all text-start text-sm font-semibold">
            {url}
          </h2>
          {description && (
            <p dir="auto" className="text-[0.8125rem] text-soft">
              {description}
            </p>
          )}
          <p className="mt-1 text-xs text-soft">{events.length === 0 ? t("all") : events.join(", ")}</p>
        </div>
        <Switch
          label={t("isOn", { url })}
          isLabelHidden
          checked={disabledAt === null}
          onCheckedChange={(isOn) => change.mutate(isOn)}
        />
      </div>
      <State webhook={webhook} />
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => test.mutate(undefined)}>
          {t("test")}
        </Button>
        <Button size="small" onClick={() => setAsked("events")}>
          {t("deliveries")}
        </Button>
        <Button size="small" onClick={() => setAsked("rotate")}>
          {t("rotate")}
        </Button>
        <Button size="small" onClick={() => setAsked("remove")}>
          {t("remove")}
        </Button>
      </div>
      {asked === "events" && <EventsDialog webhookId={id} onClose={close} />}
      <ConfirmDialog
        isOpen={asked === "rotate"}
        onOpenChange={close}
        title={t("rotate")}
        description={t("rotateHint")}
        confirmLabel={t("rotate")}
        onConfirm={async () => onSecret((await rotate.mutateAsync(undefined)).secret)}
      />
      <ConfirmDialog
        isOpen={asked === "remove"}
        onOpenChange={close}
        title={t("remove")}
        description={t("removeHint")}
        confirmLabel={t("remove")}
        isDangerous
        onConfirm={() => remove.mutateAsync(undefined)}
      />
    </li>
  );
}

function State({ webhook: { disabledAt, disabledReason, failingSince } }: { webhook: Webhook }) {
  const t = useTranslations("webhooks");
  const { time } = useWords();
  if (disabledAt !== null)
    return <Badge tone="danger">{t("off", { reason: disabledReason ?? t("bySomebody") })}</Badge>;
  if (failingSince !== null) return <Badge tone="warn">{t("failing", { when: time(failingSince) })}</Badge>;
  return <Badge tone="accent">{t("well")}</Badge>;
}
