"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { GitMerge, Undo2, UserX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { eraseContact, listMerges, undoMerge } from "@/app/_contract/contacts-operations";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { useSession } from "@/app/_inbox/shell/session";
import { Button } from "@/app/_kit/button";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { useToast } from "@/app/_kit/toast";
import { MergeDialog } from "./merge-dialog";
import { PanelSection } from "./panel-section";

/** What changes who the customer is: merging, which can be undone, and erasing, which cannot. */
export function DangerZone({ conversation }: { conversation: ConversationDetails }) {
  const t = useTranslations("panel");
  const { user } = useSession();
  const [isMerging, setMerging] = useState(false);
  const [isErasing, setErasing] = useState(false);
  return (
    <PanelSection title={t("identity")}>
      <Merges contactId={conversation.contact.id} />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          icon={<GitMerge aria-hidden className="size-3.5" />}
          onClick={() => setMerging(true)}
        >
          {t("merge.open")}
        </Button>
        {user.role === "ADMIN" && (
          <Button
            size="small"
            variant="quiet"
            className="text-danger-text"
            icon={<UserX aria-hidden className="size-3.5" />}
            onClick={() => setErasing(true)}
          >
            {t("erase.open")}
          </Button>
        )}
      </div>
      {isMerging && <MergeDialog conversation={conversation} onClose={() => setMerging(false)} />}
      {isErasing && <Erase conversation={conversation} onClose={() => setErasing(false)} />}
    </PanelSection>
  );
}

function Erase({ conversation, onClose }: { conversation: ConversationDetails; onClose: () => void }) {
  const t = useTranslations("panel");
  const toast = useToast();
  const router = useRouter();
  const client = useQueryClient();
  const { contact, customer } = conversation;
  const typed = contact.phone ?? customer.name;
  const erase = async () => {
    const { erased } = await callInbox<typeof eraseContact>("POST", "/api/inbox/contacts/{id}/erase", {
      params: { id: contact.id },
      body: { confirmation: typed },
    });
    toast({
      title: t("erase.done"),
      description: t("erase.figures", { conversations: erased.conversations, messages: erased.messages }),
    });
    await client.invalidateQueries({ queryKey: ["conversations"] });
    router.push("/inbox");
  };
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("erase.title", { name: customer.name })}
      description={t("erase.words")}
      confirmLabel={t("erase.confirm")}
      isDangerous
      typed={typed}
      onConfirm={erase}
    />
  );
}

/** Merges that are done and can be taken back. */
function Merges({ contactId }: { contactId: number }) {
  const t = useTranslations("panel");
  const toast = useToast();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ["merges", contactId],
    queryFn: ({ signal }) =>
      callInbox<typeof listMerges>("GET", "/api/inbox/contacts/{id}/merges", {
        params: { id: contactId },
        signal,
      }),
    select: ({ merges }) => merges.filter(({ status }) => status === "done" || status === "pending"),
  });
  const { mutate, isPending } = useMutation({
    mutationFn: (id: number) =>
      callInbox<typeof undoMerge>("POST", "/api/inbox/merges/{id}/undo", { params: { id } }),
    onSuccess: () => {
      toast({ title: t("merge.undone") });
      return client.invalidateQueries();
    },
    onError: (error) => toast({ kind: "error", title: error.message }),
  });
  if (!data || data.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {data.map(({ id, absorbed, status }) => (
        <li key={id} className="flex items-center gap-2 text-[0.8125rem]">
          <span className="min-w-0 flex-1 truncate text-soft">
            {t(status === "done" ? "merge.with" : "merge.pendingWith")}{" "}
            <bdi className="text-ink">{absorbed.name}</bdi>
          </span>
          {status === "done" && (
            <Button
              size="small"
              variant="quiet"
              isBusy={isPending}
              icon={<Undo2 aria-hidden className="size-3.5" />}
              onClick={() => mutate(id)}
            >
              {t("merge.undo")}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
