"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { searchContacts } from "@/app/_contract/contact-search-operations";
import type { mergeContacts, undoMerge } from "@/app/_contract/contacts-operations";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { Avatar } from "@/app/_kit/avatar";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { TextField } from "@/app/_kit/field";
import { useToast } from "@/app/_kit/toast";

type Found = z.output<(typeof searchContacts)["answer"]>["contacts"][number];

/** Makes one customer of two: searched for, looked at, confirmed; and it can be undone. */
export function MergeDialog({
  conversation,
  onClose,
}: {
  conversation: ConversationDetails;
  onClose: () => void;
}) {
  const t = useTranslations("panel");
  const { contact, customer } = conversation;
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<Found | null>(null);
  const wanted = useDeferredValue(search.trim());
  const { data: found } = useQuery({
    queryKey: ["contacts", wanted],
    queryFn: ({ signal }) =>
      callInbox<typeof searchContacts>("GET", "/api/inbox/contacts", { query: { search: wanted }, signal }),
    select: ({ contacts }) => contacts.filter(({ id }) => id !== contact.id),
    enabled: wanted.length >= 2,
  });
  const merge = useMerge(contact.id, onClose);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("merge.title")}
      description={t("merge.words", { name: customer.name })}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            disabled={chosen === null}
            isBusy={merge.isPending}
            onClick={() => chosen && merge.mutate(chosen.id)}
          >
            {t("merge.confirm")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextField
          type="search"
          label={t("merge.search")}
          dir="auto"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setChosen(null);
          }}
        />
        <div
          role="radiogroup"
          aria-label={t("merge.found")}
          className="flex max-h-60 flex-col gap-1 overflow-y-auto"
        >
          {found?.map((one) => (
            <label
              key={one.id}
              className="flex min-h-11 items-center gap-3 rounded-lg border border-line px-3 py-1.5 has-checked:border-accent has-checked:bg-selected"
            >
              <input
                type="radio"
                name="into"
                checked={chosen?.id === one.id}
                onChange={() => setChosen(one)}
                className="accent-accent"
              />
              <Avatar name={one.name} size="small" />
              <bdi className="min-w-0 flex-1 truncate text-sm">{one.name}</bdi>
              {one.phone !== null && (
                <bdi dir="ltr" className="tnum text-soft text-xs">
                  {one.phone}
                </bdi>
              )}
            </label>
          ))}
          {found?.length === 0 && <p className="text-sm text-soft">{t("merge.nobody")}</p>}
        </div>
        {merge.error && (
          <p role="alert" className="text-danger-text text-sm">
            {merge.error.message}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function useMerge(contactId: number, onClose: () => void) {
  const t = useTranslations("panel");
  const toast = useToast();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (intoId: number) =>
      callInbox<typeof mergeContacts>("POST", "/api/inbox/contacts/{id}/merge", {
        params: { id: contactId },
        body: { intoId },
      }),
    onSuccess: ({ mergeId, isDone }) => {
      const undo = async () => {
        await callInbox<typeof undoMerge>("POST", "/api/inbox/merges/{id}/undo", { params: { id: mergeId } });
        await client.invalidateQueries();
      };
      const failed = (error: Error) => toast({ kind: "error", title: error.message });
      toast({
        title: t(isDone ? "merge.done" : "merge.pending"),
        undo: isDone ? () => undo().catch(failed) : undefined,
      });
      onClose();
      return client.invalidateQueries();
    },
  });
}
