"use client";

import { ArrowLeft, PanelRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { usePanel } from "@/app/_inbox/frame/panel";
import { useListState } from "@/app/_inbox/list/use-list-state";
import { IconButton } from "@/app/_kit/icon-button";

/** Back to the list, where there is room for one pane only. */
export function BackButton() {
  const t = useTranslations("thread");
  const [, change] = useListState();
  return (
    <IconButton label={t("header.back")} onClick={() => change({ conversation: null })} className="md:hidden">
      <ArrowLeft aria-hidden className="size-5 rtl:rotate-180" />
    </IconButton>
  );
}

export function PanelButton() {
  const t = useTranslations("thread");
  const { isOpen, toggle } = usePanel();
  return (
    <IconButton label={t("header.panel")} keys="p" isActive={isOpen} aria-pressed={isOpen} onClick={toggle}>
      <PanelRight aria-hidden className="size-4.5 rtl:-scale-x-100" />
    </IconButton>
  );
}
