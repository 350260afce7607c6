"use client";

import { EllipsisVertical, Link2, Mail, RotateCcw, Trash2, UserPlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { useSession } from "@/app/_inbox/shell/session";
import { IconButton } from "@/app/_kit/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_kit/menu";
import { useToast } from "@/app/_kit/toast";
import type { HeaderPart } from "./header-props";

/** What is asked for less often. */
export function MoreMenu({ conversation, act }: HeaderPart) {
  const t = useTranslations("thread");
  const toast = useToast();
  const { user } = useSession();
  const copyLink = async () => {
    const url = `${window.location.origin}/inbox?conversation=${conversation.id}`;
    try {
      await navigator.clipboard.writeText(url);
      toast({ title: t("more.linkCopied") });
    } catch {
      toast({ title: t("tools.notCopied"), kind: "error" });
    }
  };
  return (
    <Menu
      trigger={
        <IconButton label={t("more.label")}>
          <EllipsisVertical aria-hidden className="size-4.5" />
        </IconButton>
      }
    >
      {conversation.assignee?.id !== user.id && (
        <MenuItem icon={<UserPlus />} keys="i" onSelect={() => act({ kind: "assign", assignee: user })}>
          {t("assign.toMe")}
        </MenuItem>
      )}
      <MenuItem icon={<Mail />} keys="u" onSelect={() => act({ kind: "unread" })}>
        {t("more.unread")}
      </MenuItem>
      <MenuItem icon={<Link2 />} onSelect={copyLink}>
        {t("more.copyLink")}
      </MenuItem>
      <MenuSeparator />
      {conversation.deletedAt === null ? (
        <MenuItem icon={<Trash2 />} isDangerous onSelect={() => act({ kind: "delete" })}>
          {t("more.delete")}
        </MenuItem>
      ) : (
        <MenuItem icon={<RotateCcw />} onSelect={() => act({ kind: "restore" })}>
          {t("more.restore")}
        </MenuItem>
      )}
    </Menu>
  );
}
