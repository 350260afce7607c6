"use client";

import { ChevronDown, Pencil, Reply, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/app/_kit/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_kit/menu";
import type { PhoneMessage } from "./world";

export type MessageAction = { kind: "reply" | "edit" | "revoke" } | { kind: "react"; emoji: string };

const emojis = ["👍", "❤️", "😂", "😮", "🙏"];

/** What a customer does with a message: answers it, reacts to it, changes it, takes it back. */
export function BubbleActions({
  message,
  onAction,
}: {
  message: PhoneMessage;
  onAction: (action: MessageAction, message: PhoneMessage) => void;
}) {
  const t = useTranslations("phone.actions");
  const act = (action: MessageAction) => () => onAction(action, message);
  const trigger = (
    <IconButton
      label={t("label")}
      size="small"
      className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-[popup-open]:opacity-100 touch:opacity-60"
    >
      <ChevronDown className="size-4" />
    </IconButton>
  );
  return (
    <Menu trigger={trigger} align={message.isMine ? "end" : "start"}>
      <MenuItem icon={<Reply />} onSelect={act({ kind: "reply" })}>
        {t("reply")}
      </MenuItem>
      {message.isMine && message.type === "text" && (
        <MenuItem icon={<Pencil />} onSelect={act({ kind: "edit" })}>
          {t("edit")}
        </MenuItem>
      )}
      {message.isMine && (
        <MenuItem icon={<Trash2 />} isDangerous onSelect={act({ kind: "revoke" })}>
          {t("revoke")}
        </MenuItem>
      )}
      {!message.isMine && <MenuSeparator />}
      {!message.isMine &&
        emojis.map((emoji) => (
          <MenuItem key={emoji} icon={<span>{emoji}</span>} onSelect={act({ kind: "react", emoji })}>
            {t("react", { emoji })}
          </MenuItem>
        ))}
    </Menu>
  );
}
