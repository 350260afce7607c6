"use client";

import { Tag } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Label } from "@/app/_contract/conversation";
import { useShortcut } from "@/app/_inbox/keys/use-shortcut";
import { withLabel } from "@/app/_inbox/list/triage";
import { useLabels } from "@/app/_inbox/list/use-labels";
import { IconButton } from "@/app/_kit/icon-button";
import { LabelDot } from "@/app/_kit/label-chip";
import { Menu, MenuCheckItem } from "@/app/_kit/menu";
import type { HeaderPart } from "./header-props";

/** The labels of a conversation, on and off. */
export function LabelMenu({ conversation, act }: HeaderPart) {
  const t = useTranslations("thread");
  const [isOpen, setOpen] = useState(false);
  const { data: labels } = useLabels(isOpen);
  useShortcut("labels", () => setOpen(true));
  const own = new Set(conversation.labels.map(({ id }) => id));
  const toggle = (label: Label, isOn: boolean) => {
    act({ kind: "labels", labels: withLabel(conversation.labels, label, isOn) });
  };
  return (
    <Menu
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <IconButton label={t("labels.label")} keys="l">
          <Tag aria-hidden className="size-4.5" />
        </IconButton>
      }
    >
      {labels?.length === 0 && <p className="px-2.5 py-2 text-soft text-sm">{t("labels.none")}</p>}
      {labels?.map((label) => (
        <MenuCheckItem
          key={label.id}
          isChecked={own.has(label.id)}
          onCheckedChange={(isOn) => toggle(label, isOn)}
        >
          <span className="flex items-center gap-2">
            <LabelDot color={label.color} />
            <bdi className="truncate">{label.name}</bdi>
          </span>
        </MenuCheckItem>
      ))}
    </Menu>
  );
}
