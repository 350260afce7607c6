"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Copy, Pencil, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { nameContact } from "@/app/_contract/contacts-operations";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { Avatar } from "@/app/_kit/avatar";
import { Badge } from "@/app/_kit/badge";
import { TextField } from "@/app/_kit/field";
import { IconButton } from "@/app/_kit/icon-button";
import { useToast } from "@/app/_kit/toast";

/** The customer's names and number, and whether they want messages. */
export function ContactHead({ conversation }: { conversation: ConversationDetails }) {
  const t = useTranslations("panel");
  const format = useFormatter();
  const toast = useToast();
  const { contact, customer } = conversation;
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ title: t("copied") });
    } catch {
      toast({ title: t("notCopied"), kind: "error" });
    }
  };
  const date = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium" });
  return (
    <div className="flex flex-col items-center gap-2 px-4 pt-6 pb-4 text-center">
      <Avatar name={customer.name} size="large" />
      <NameField conversation={conversation} />
      {contact.profileName !== null && contact.profileName !== customer.name && (
        <p className="text-[0.8125rem] text-soft">
          {t("callsThemselves")} <bdi>{contact.profileName}</bdi>
        </p>
      )}
      {contact.phone !== null && (
        <p className="flex items-center text-sm">
          <bdi dir="ltr" className="tnum">
            {contact.phone}
          </bdi>
          <IconButton label={t("copyNumber")} size="small" onClick={() => void copy(contact.phone ?? "")}>
            <Copy aria-hidden className="size-3.5" />
          </IconButton>
        </p>
      )}
      {contact.username !== null && (
        <p className="text-[0.8125rem] text-soft">
          <bdi dir="ltr">@{contact.username}</bdi>
        </p>
      )}
      <div className="flex flex-wrap justify-center gap-1.5">
        {contact.optedOutAt !== null && (
          <Badge tone="danger">{t("optedOut", { date: date(contact.optedOutAt) })}</Badge>
        )}
        {contact.marketingOptedOutAt !== null && (
          <Badge tone="warn">{t("noMarketing", { date: date(contact.marketingOptedOutAt) })}</Badge>
        )}
        {contact.optedOutAt === null && contact.marketingOptedOutAt === null && (
          <Badge tone="accent">{t("wantsMessages")}</Badge>
        )}
      </div>
      <p className="text-soft text-xs">{t("since", { date: date(contact.createdAt) })}</p>
    </div>
  );
}

function NameField({ conversation }: { conversation: ConversationDetails }) {
  const t = useTranslations("panel");
  const client = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const { contact, customer, id } = conversation;
  const { mutate, isPending, error } = useMutation({
    mutationFn: (name: string | null) =>
      callInbox<typeof nameContact>("PATCH", "/api/inbox/contacts/{id}", {
        params: { id: contact.id },
        body: { name },
      }),
    onSuccess: () => {
      setDraft(null);
      void client.invalidateQueries({ queryKey: ["conversations"] });
      return client.invalidateQueries({ queryKey: ["conversation", id] });
    },
  });
  if (draft === null)
    return (
      <p className="flex max-w-full items-center gap-1">
        <bdi className="truncate font-semibold text-base">{customer.name}</bdi>
        <IconButton label={t("rename")} size="small" onClick={() => setDraft(contact.name ?? customer.name)}>
          <Pencil aria-hidden className="size-3.5" />
        </IconButton>
      </p>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate(draft.trim() || null);
  };
  return (
    <form
      onSubmit={submit}
      className="flex w-full items-start gap-1 text-start"
      onKeyDown={(event) => event.key === "Escape" && setDraft(null)}
    >
      <div className="flex-1">
        <TextField
          label={t("name")}
          isLabelHidden
          dir="auto"
          maxLength={120}
          autoFocus
          value={draft}
          placeholder={contact.profileName ?? undefined}
          error={error?.message ?? null}
          onChange={(event) => setDraft(event.target.value)}
        />
      </div>
      <IconButton label={t("save")} type="submit" disabled={isPending}>
        <Check aria-hidden className="size-4" />
      </IconButton>
      <IconButton label={t("cancel")} onClick={() => setDraft(null)}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </form>
  );
}
