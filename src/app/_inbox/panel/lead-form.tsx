"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { ConversationDetails } from "@/app/_contract/conversation";
import type { setLead } from "@/app/_contract/leads-operations";
import { Button } from "@/app/_kit/button";
import { Select, TextArea, TextField } from "@/app/_kit/field";
import { RelativeTime } from "@/app/_kit/relative-time";
import { useToast } from "@/app/_kit/toast";
import { PanelSection } from "./panel-section";

const statuses = ["NEW", "QUALIFIED", "WON", "LOST"] as const;
/** As the bot's own tool has them (src/domain/orchestrator/tools). */
const fields = [
  "name",
  "need",
  "budget",
  "timeLine",
  "company",
  "email",
  "city",
  "quantity",
  "notes",
] as const;

type Lead = NonNullable<ConversationDetails["lead"]>;

const inWords = (value: unknown) =>
  typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);

/** What the bot, or a person, has noted of what the customer wants. Anyone may put it right. */
export function LeadForm({ conversation }: { conversation: ConversationDetails }) {
  const t = useTranslations("panel");
  const [isEditing, setEditing] = useState(false);
  const { lead } = conversation;
  if (isEditing) return <EditLead conversation={conversation} onDone={() => setEditing(false)} />;
  const known = new Set<string>(fields);
  const shown = Object.entries(lead?.details ?? {}).filter(([, value]) => inWords(value) !== "");
  return (
    <PanelSection
      title={t("lead.title")}
      action={
        <Button size="small" variant="quiet" onClick={() => setEditing(true)}>
          {t(lead ? "lead.edit" : "lead.add")}
        </Button>
      }
    >
      {lead ? (
        <>
          <dl className="grid grid-cols-[minmax(5rem,auto)_1fr] gap-x-3 gap-y-1 text-sm">
            <dt className="text-soft">{t("lead.status")}</dt>
            <dd>{t(`lead.statuses.${lead.status}`)}</dd>
            {shown.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-soft wrap-anywhere">
                  {known.has(name) ? t(`lead.fields.${name as "need"}`) : name}
                </dt>
                <dd className="wrap-anywhere">
                  <bdi>{inWords(value)}</bdi>
                </dd>
              </div>
            ))}
          </dl>
          <p className="text-soft text-xs">
            {t("lead.updated")} <RelativeTime at={lead.updatedAt} />
          </p>
        </>
      ) : (
        <p className="text-sm text-soft">{t("lead.none")}</p>
      )}
    </PanelSection>
  );
}

function EditLead({ conversation, onDone }: { conversation: ConversationDetails; onDone: () => void }) {
  const t = useTranslations("panel");
  const client = useQueryClient();
  const toast = useToast();
  const { id, lead } = conversation;
  const [status, setStatus] = useState<Lead["status"]>(lead?.status ?? "NEW");
  const [details, setDetails] = useState<Record<string, string>>(() =>
    Object.fromEntries(fields.map((name) => [name, inWords(lead?.details[name])])),
  );
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      const given = Object.entries(details).map(([name, value]) => [name, value.trim()] as const);
      const body = { status, details: Object.fromEntries(given.filter(([, value]) => value !== "")) };
      return callInbox<typeof setLead>("PUT", "/api/inbox/conversations/{id}/lead", { params: { id }, body });
    },
    onSuccess: (answer) => {
      client.setQueryData(["conversation", id], answer.conversation);
      toast({ title: t("lead.saved") });
      onDone();
    },
  });
  const field = (name: (typeof fields)[number]) => ({
    label: t(`lead.fields.${name}`),
    dir: "auto" as const,
    value: details[name] ?? "",
    onChange: (event: { target: { value: string } }) =>
      setDetails({ ...details, [name]: event.target.value }),
  });
  return (
    <PanelSection title={t("lead.title")}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Select
          label={t("lead.status")}
          value={status}
          onChange={(event) => setStatus(event.target.value as Lead["status"])}
          options={statuses.map((value) => ({ value, label: t(`lead.statuses.${value}`) }))}
        />
        {fields.map((name) =>
          name === "notes" ? (
            <TextArea key={name} {...field(name)} rows={3} />
          ) : (
            <TextField key={name} {...field(name)} maxLength={500} />
          ),
        )}
        {error && (
          <p role="alert" className="text-danger-text text-xs">
            {error.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button size="small" onClick={onDone}>
            {t("cancel")}
          </Button>
          <Button size="small" variant="primary" type="submit" isBusy={isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </PanelSection>
  );
}
