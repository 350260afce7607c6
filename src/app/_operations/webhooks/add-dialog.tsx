"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { addWebhook } from "@/app/_contract/webhook-operations";
import { Checkbox } from "@/app/_kit/choice";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { TextField } from "@/app/_kit/field";
import { useWork } from "@/app/_operations/shared/use-work";

interface AddDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  eventTypes: string[];
  onSecret: (secret: string) => void;
}

type EventType = NonNullable<z.input<(typeof addWebhook)["body"]>["events"]>[number];

export function AddDialog({ isOpen, onOpenChange, eventTypes, onSecret }: AddDialogProps) {
  const t = useTranslations("webhooks");
  const [url, setUrl] = useState("");
  const [description, setDescription] = useState("");
  const [events, setEvents] = useState<string[]>([]);
  const add = useWork({
    work: () => {
      const body = { url, description, events: events as EventType[] };
      return callInbox<typeof addWebhook>("POST", "/api/inbox/webhooks", { body });
    },
    changes: [["webhooks"]],
  });
  const confirm = async () => {
    const { secret } = await add.mutateAsync(undefined);
    setUrl("");
    setDescription("");
    setEvents([]);
    onSecret(secret);
  };
  const choose = (type: string, isChosen: boolean) =>
    setEvents((now) => (isChosen ? [...now, type] : now.filter((other) => other !== type)));
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t("add")}
      description=""
      confirmLabel={t("add")}
      onConfirm={confirm}
    >
      <TextField
        type="url"
        dir="ltr"
        label={t("url")}
        hint={t("urlHint")}
        value={url}
        onChange={(event) => setUrl(event.target.value)}
      />
      <TextField
        label={t("description")}
        dir="auto"
        maxLength={200}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
      />
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-[0.8125rem] font-medium">{t("events")}</legend>
        <p className="text-xs text-soft">{t("eventsHint")}</p>
        {eventTypes.map((type) => (
          <Checkbox
            key={type}
            label={type}
            checked={events.includes(type)}
            onCheckedChange={(isChosen) => choose(type, isChosen)}
          />
        ))}
      </fieldset>
    </ConfirmDialog>
  );
}
