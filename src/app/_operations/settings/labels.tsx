"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil, Plus, Tags, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { Label } from "@/app/_contract/conversation";
import type { changeLabel, createLabel, deleteLabel, listLabels } from "@/app/_contract/labels-operations";
import { Button } from "@/app/_kit/button";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { EmptyState } from "@/app/_kit/empty-state";
import { Select, TextField } from "@/app/_kit/field";
import { IconButton } from "@/app/_kit/icon-button";
import { LabelChip } from "@/app/_kit/label-chip";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Section } from "@/app/_operations/shared/section";
import { useWork } from "@/app/_operations/shared/use-work";

const colors = ["gray", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"] as const;
type Draft = { id: number | null; name: string; color: Label["color"] };

export function Labels() {
  const t = useTranslations("operations.settings");
  const common = useTranslations("common");
  const [draft, setDraft] = useState<Draft | null>(null);
  const [removed, setRemoved] = useState<Label | null>(null);
  const query = useQuery({
    queryKey: ["labels", "settings"],
    queryFn: async ({ signal }) =>
      (await callInbox<typeof listLabels>("GET", "/api/inbox/labels", { signal })).labels,
  });
  const save = useWork({
    work: ({ id, name, color }: Draft) =>
      id === null
        ? callInbox<typeof createLabel>("POST", "/api/inbox/labels", { body: { name, color } })
        : callInbox<typeof changeLabel>("PATCH", "/api/inbox/labels/{id}", {
            params: { id },
            body: { name, color },
          }),
    changes: [["labels"], ["conversations"]],
  });
  const remove = useWork({
    work: ({ id }: Label) =>
      callInbox<typeof deleteLabel>("DELETE", "/api/inbox/labels/{id}", { params: { id } }),
    changes: [["labels"], ["conversations"]],
  });
  const add = (
    <Button
      size="small"
      icon={<Plus aria-hidden="true" className="size-3.5" />}
      onClick={() => setDraft({ id: null, name: "", color: "gray" })}
    >
      {t("addLabel")}
    </Button>
  );
  return (
    <Section title={t("labels")} description={t("labelsHint")} actions={add}>
      <QueryView query={query} lines={3}>
        {(labels) =>
          labels.length === 0 ? (
            <EmptyState icon={<Tags />} title={t("noLabels")} action={add} />
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {labels.map((label) => (
                <li key={label.id} className="flex items-center gap-1 px-4 py-2">
                  <span className="min-w-0 flex-1">
                    <LabelChip label={label} />
                  </span>
                  <IconButton
                    label={t("editOne", { name: label.name })}
                    onClick={() => setDraft({ ...label })}
                  >
                    <Pencil className="size-4" />
                  </IconButton>
                  <IconButton label={t("removeOne", { name: label.name })} onClick={() => setRemoved(label)}>
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
        title={draft?.id === null ? t("addLabel") : t("editLabel")}
        description=""
        confirmLabel={common("save")}
        onConfirm={() => draft && save.mutateAsync(draft)}
      >
        {draft && (
          <>
            <TextField
              label={t("labelName")}
              value={draft.name}
              maxLength={40}
              dir="auto"
              onChange={(event) => setDraft({ ...draft, name: event.target.value })}
            />
            <Select
              label={t("color")}
              value={draft.color}
              onChange={(event) => setDraft({ ...draft, color: event.target.value as Label["color"] })}
              options={colors.map((value) => ({ value, label: t(`colors.${value}`) }))}
            />
            <div>
              <LabelChip label={{ name: draft.name || "…", color: draft.color }} />
            </div>
          </>
        )}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={removed !== null}
        onOpenChange={() => setRemoved(null)}
        title={t("removeOne", { name: removed?.name ?? "" })}
        description={t("removeLabelHint")}
        confirmLabel={t("remove")}
        isDangerous
        onConfirm={() => removed && remove.mutateAsync(removed)}
      />
    </Section>
  );
}
