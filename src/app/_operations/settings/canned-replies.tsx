"use client";

import { useQuery } from "@tanstack/react-query";
import { MessageSquareText, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type {
  changeCannedReply,
  createCannedReply,
  deleteCannedReply,
  listCannedReplies,
} from "@/app/_contract/canned-replies-operations";
import { Button } from "@/app/_kit/button";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { EmptyState } from "@/app/_kit/empty-state";
import { TextArea, TextField } from "@/app/_kit/field";
import { IconButton } from "@/app/_kit/icon-button";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Section } from "@/app/_operations/shared/section";
import { useWork } from "@/app/_operations/shared/use-work";

type CannedReply = z.output<(typeof listCannedReplies)["answer"]>["cannedReplies"][number];
type Draft = { id: number | null; shortcut: string; body: string };

export function CannedReplies() {
  const t = useTranslations("operations.settings");
  const common = useTranslations("common");
  const [draft, setDraft] = useState<Draft | null>(null);
  const [removed, setRemoved] = useState<CannedReply | null>(null);
  const query = useQuery({
    queryKey: ["canned-replies", "settings"],
    queryFn: async ({ signal }) =>
      (await callInbox<typeof listCannedReplies>("GET", "/api/inbox/canned-replies", { signal }))
        .cannedReplies,
  });
  const save = useWork({
    work: ({ id, ...body }: Draft) =>
      id === null
        ? callInbox<typeof createCannedReply>("POST", "/api/inbox/canned-replies", { body })
        : callInbox<typeof changeCannedReply>("PATCH", "/api/inbox/canned-replies/{id}", {
            params: { id },
            body,
          }),
    changes: [["canned-replies"]],
  });
  const remove = useWork({
    work: ({ id }: CannedReply) =>
      callInbox<typeof deleteCannedReply>("DELETE", "/api/inbox/canned-replies/{id}", { params: { id } }),
    changes: [["canned-replies"]],
  });
  const add = (
    <Button
      size="small"
      icon={<Plus aria-hidden="true" className="size-3.5" />}
      onClick={() => setDraft({ id: null, shortcut: "", body: "" })}
    >
      {t("addReply")}
    </Button>
  );
  return (
    <Section title={t("replies")} description={t("repliesHint")} actions={add}>
      <QueryView query={query} lines={3}>
        {(replies) =>
          replies.length === 0 ? (
            <EmptyState icon={<MessageSquareText />} title={t("noReplies")} action={add} />
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {replies.map((reply) => (
                <li key={reply.id} className="flex items-start gap-1 px-4 py-2.5">
                  <div className="min-w-0 flex-1">
                    <code className="text-[0.8125rem] font-medium">/{reply.shortcut}</code>
                    <p dir="auto" className="mt-0.5 line-clamp-2 text-[0.8125rem] text-soft">
                      {reply.body}
                    </p>
                  </div>
                  <IconButton
                    label={t("editOne", { name: `/${reply.shortcut}` })}
                    onClick={() => setDraft({ id: reply.id, shortcut: reply.shortcut, body: reply.body })}
                  >
                    <Pencil className="size-4" />
                  </IconButton>
                  <IconButton
                    label={t("removeOne", { name: `/${reply.shortcut}` })}
                    onClick={() => setRemoved(reply)}
                  >
                    <Trash2 className="size-4" />
                  </IconButton>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <ConfirmDialog
        isOpen={draft !== null}
        onOpenChange={() => setDraft(null)}
        title={draft?.id === null ? t("addReply") : t("editReply")}
        description=""
        confirmLabel={common("save")}
        onConfirm={() => draft && save.mutateAsync(draft)}
      >
        {draft && (
          <>
            <TextField
              label={t("shortcut")}
              hint={t("shortcutHint")}
              value={draft.shortcut}
              maxLength={32}
              spellCheck={false}
              autoCapitalize="off"
              onChange={(event) =>
                setDraft({ ...draft, shortcut: event.target.value.toLowerCase().replace(/[^a-z0-9-]/g, "") })
              }
            />
            <TextArea
              label={t("text")}
              hint={t("textHint")}
              value={draft.body}
              maxLength={4_096}
              rows={6}
              dir="auto"
              onChange={(event) => setDraft({ ...draft, body: event.target.value })}
            />
          </>
        )}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={removed !== null}
        onOpenChange={() => setRemoved(null)}
        title={t("removeOne", { name: `/${removed?.shortcut ?? ""}` })}
        description={t("removeReplyHint")}
        confirmLabel={t("remove")}
        isDangerous
        onConfirm={() => removed && remove.mutateAsync(removed)}
      />
    </Section>
  );
}
