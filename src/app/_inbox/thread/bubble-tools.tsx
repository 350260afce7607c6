"use client";

import { ChevronDown, Copy, Reply, Route, Sparkles } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/app/_kit/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_kit/menu";
import { useToast } from "@/app/_kit/toast";
import { useThreadActions } from "./thread-actions";
import type { ShownMessage } from "./thread-rows";

/** Those that WhatsApp offers first. */
const EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

/** Beside a bubble: its story, and what can be done with it. The menu is made when it is first asked for. */
export function BubbleTools({ item }: { item: ShownMessage }) {
  const t = useTranslations("thread");
  const { showStory } = useThreadActions();
  const [isAsked, setAsked] = useState(false);
  const [isOpen, setOpen] = useState(false);
  if (item.local) return null;
  const trigger = (
    <IconButton
      label={t("tools.more")}
      size="small"
      onClick={() => {
        if (isAsked) return;
        setAsked(true);
        setOpen(true);
      }}
      className="opacity-0 transition-opacity focus-visible:opacity-100 group-hover/bubble:opacity-100 group-focus/bubble:opacity-100 data-[popup-open]:opacity-100 touch:opacity-100"
    >
      <ChevronDown aria-hidden className="size-4" />
    </IconButton>
  );
  return (
    <div className="flex shrink-0 flex-row-reverse items-center self-center">
      {item.author === "BOT" && item.hasStory && (
        <IconButton label={t("tools.why")} keys="w" size="small" onClick={() => showStory(item)}>
          <Sparkles aria-hidden className="size-4" />
        </IconButton>
      )}
      {isAsked ? (
        <Menu
          trigger={trigger}
          isOpen={isOpen}
          onOpenChange={setOpen}
          align={item.author === "CUSTOMER" ? "start" : "end"}
        >
          <Items item={item} />
        </Menu>
      ) : (
        trigger
      )}
    </div>
  );
}

function Items({ item }: { item: ShownMessage }) {
  const t = useTranslations("thread");
  const toast = useToast();
  const { quote, react, showStory, canWrite } = useThreadActions();
  const canRefer = canWrite && item.providerMessageId !== null && !item.isRevoked;
  const text = item.body ?? item.text;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ title: t("tools.copied") });
    } catch {
      toast({ title: t("tools.notCopied"), kind: "error" });
    }
  };
  return (
    <>
      {canRefer && item.author === "CUSTOMER" && (
        <>
          <div className="flex justify-between">
            {EMOJI.map((emoji) => (
              <MenuItem key={emoji} onSelect={() => react(item, emoji)}>
                <span role="img" aria-label={t("tools.react", { emoji })} className="text-lg">
                  {emoji}
                </span>
              </MenuItem>
            ))}
          </div>
          <MenuSeparator />
        </>
      )}
      <MenuItem icon={<Reply />} keys="r" isDisabled={!canRefer} onSelect={() => quote(item)}>
        {t("tools.quote")}
      </MenuItem>
      <MenuItem icon={<Copy />} isDisabled={text === "" || item.isRevoked} onSelect={copy}>
        {t("tools.copy")}
      </MenuItem>
      {item.jobId !== null && (
        <MenuItem icon={<Route />} keys="w" onSelect={() => showStory(item)}>
          {t(item.author === "BOT" ? "tools.why" : "tools.path")}
        </MenuItem>
      )}
    </>
  );
}
