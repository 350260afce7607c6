"use client";

import clsx from "clsx";
import { Lock, X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ShownMessage } from "@/app/_inbox/thread/thread-rows";
import { IconButton } from "@/app/_kit/icon-button";
import type { ComposerMode } from "./drafts";

/** A message for the customer, or a note for colleagues. */
export function Modes({ mode, setMode }: { mode: ComposerMode; setMode: (mode: ComposerMode) => void }) {
  const t = useTranslations("composer");
  const tab = (which: ComposerMode) => (
    <button
      type="button"
      aria-pressed={mode === which}
      onClick={() => setMode(which)}
      className={clsx(
        "flex min-h-7 items-center gap-1.5 rounded-md px-2.5 font-medium text-[0.8125rem] touch:min-h-11",
        mode === which
          ? which === "note"
            ? "bg-note-line/60 text-note-text"
            : "bg-selected text-accent-text"
          : "text-soft hover:bg-hover hover:text-ink",
      )}
    >
      {which === "note" && <Lock aria-hidden className="size-3.5" />}
      {t(`modes.${which}`)}
    </button>
  );
  return (
    <div className="flex items-center gap-1 px-2 pt-2">
      {tab("reply")}
      {tab("note")}
      {mode === "note" && <span className="ms-auto pe-2 text-note-text text-xs">{t("noteHidden")}</span>}
    </div>
  );
}

/** What is being answered, and the way not to. */
export function QuoteLine({ item, onRemove }: { item: ShownMessage; onRemove: () => void }) {
  const t = useTranslations("composer");
  return (
    <div className="mx-3 mt-2 flex items-center gap-2 rounded-md border-accent border-s-3 bg-sunken px-2.5 py-1.5">
      <p className="min-w-0 flex-1 text-[0.8125rem]">
        <span className="block font-medium text-accent-text text-xs">{t("quoting")}</span>
        <span dir="auto" className="line-clamp-2 text-soft">
          {item.body ?? item.text}
        </span>
      </p>
      <IconButton label={t("unquote")} size="small" onClick={onRemove}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}
