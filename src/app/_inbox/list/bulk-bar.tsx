"use client";

import {
  AlarmClock,
  ArchiveRestore,
  CircleCheck,
  RotateCcw,
  Tag,
  Trash2,
  UserRoundPlus,
  X,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/app/_kit/icon-button";
import { useOpenCommands } from "../shell/commands";
import type { ListState } from "./list-state";
import type { Triage } from "./triage";
import type { Selection } from "./use-selection";
import { useTriage } from "./use-triage";

interface BulkBarProps {
  selection: Selection;
  state: ListState["state"];
  isAll: boolean;
}

/** In the place of the tabs while something is selected: what can be done with all of it. */
export function BulkBar({ selection, state, isAll }: BulkBarProps) {
  const t = useTranslations("inbox");
  const keys = useTranslations("common");
  const triage = useTriage();
  const openCommands = useOpenCommands();
  const ids = [...selection.ids];
  const act = (wanted: Triage) => () => {
    selection.clear();
    void triage(ids, wanted);
  };
  const choose = (name: "assign" | "snooze" | "labels") => () => openCommands({ name, conversationIds: ids });
  return (
    <div
      role="toolbar"
      aria-label={t("bulk.label")}
      className="flex h-9 animate-[rise_150ms_var(--ease-out)] items-center gap-0.5 px-3.5 touch:h-11"
    >
      <label className="flex items-center gap-2 pe-1 text-[0.8125rem] font-medium">
        <input
          type="checkbox"
          checked={isAll}
          onChange={() => (isAll ? selection.clear() : selection.all())}
          className="size-4 accent-accent"
        />
        <span className="sr-only">{t("bulk.all")}</span>
        <span aria-live="polite">{t("bulk.count", { count: ids.length })}</span>
      </label>
      <span className="flex-1" />
      {state === "deleted" ? (
        <IconButton label={t("restore")} size="small" onClick={act({ kind: "restore" })}>
          <ArchiveRestore className="size-4" />
        </IconButton>
      ) : (
        <>
          <IconButton label={keys("keys.assign")} keys="a" size="small" onClick={choose("assign")}>
            <UserRoundPlus className="size-4" />
          </IconButton>
          <IconButton label={keys("keys.labels")} keys="l" size="small" onClick={choose("labels")}>
            <Tag className="size-4" />
          </IconButton>
          <IconButton label={keys("keys.snooze")} keys="z" size="small" onClick={choose("snooze")}>
            <AlarmClock className="size-4" />
          </IconButton>
          {state === "closed" ? (
            <IconButton label={t("reopen")} keys="e" size="small" onClick={act({ kind: "reopen" })}>
              <RotateCcw className="size-4" />
            </IconButton>
          ) : (
            <IconButton label={keys("keys.close")} keys="e" size="small" onClick={act({ kind: "close" })}>
              <CircleCheck className="size-4" />
            </IconButton>
          )}
          <IconButton label={t("delete")} size="small" onClick={act({ kind: "delete" })}>
            <Trash2 className="size-4" />
          </IconButton>
        </>
      )}
      <IconButton label={t("bulk.clear")} keys="escape" size="small" onClick={selection.clear}>
        <X className="size-4" />
      </IconButton>
    </div>
  );
}
