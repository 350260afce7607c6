"use client";

import clsx from "clsx";
import { Check, Paperclip, SendHorizontal, Settings2, Zap } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { fileSize } from "@/app/_inbox/thread/file-size";
import { Button } from "@/app/_kit/button";
import { IconButton } from "@/app/_kit/icon-button";
import { Menu, MenuItem } from "@/app/_kit/menu";
import type { ComposerMode } from "./drafts";
import { fileLimits } from "./file-limits";
import type { SendWith } from "./use-send-with";

interface Props {
  mode: ComposerMode;
  left: number | null;
  canSend: boolean;
  isBusy: boolean;
  sendWith: SendWith;
  setSendWith: (sendWith: SendWith) => void;
  onSend: () => void;
  onCanned: () => void;
  onFiles: (files: File[]) => void;
}

/** Below the box: files, canned replies, how many characters are left, and sending. */
export function ComposerBar(props: Props) {
  const { mode, left, canSend, isBusy, sendWith, setSendWith, onSend, onCanned, onFiles } = props;
  const t = useTranslations("composer");
  const input = useRef<HTMLInputElement>(null);
  const { image, video, document } = fileLimits;
  const limits = t("files.limits", {
    image: fileSize(image),
    video: fileSize(video),
    document: fileSize(document),
  });
  const choose = (how: SendWith, words: string) => (
    <MenuItem
      icon={sendWith === how ? <Check /> : <span className="block size-4" />}
      onSelect={() => setSendWith(how)}
    >
      {words}
    </MenuItem>
  );
  return (
    <div className="flex items-center gap-0.5 px-2 pb-2">
      {mode === "reply" && (
        <>
          <IconButton label={`${t("files.attach")} (${limits})`} onClick={() => input.current?.click()}>
            <Paperclip aria-hidden className="size-4.5" />
          </IconButton>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              onFiles([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
          <IconButton label={t("canned.open")} keys="/" onClick={onCanned}>
            <Zap aria-hidden className="size-4.5" />
          </IconButton>
        </>
      )}
      <Menu
        align="start"
        side="top"
        trigger={
          <IconButton label={t("sendWith.label")}>
            <Settings2 aria-hidden className="size-4.5" />
          </IconButton>
        }
      >
        {choose("enter", t("sendWith.enter"))}
        {choose("mod-enter", t("sendWith.modEnter"))}
      </Menu>
      <span className="flex-1" />
      {left !== null && (
        <span
          role="status"
          className={clsx("tnum px-2 text-xs", left < 0 ? "font-medium text-danger-text" : "text-soft")}
        >
          {t("charactersLeft", { left })}
        </span>
      )}
      <Button
        variant={mode === "note" ? "secondary" : "primary"}
        disabled={!canSend}
        isBusy={isBusy}
        onClick={onSend}
        icon={<SendHorizontal aria-hidden className="size-4 rtl:-scale-x-100" />}
      >
        {t(mode === "note" ? "addNote" : "send")}
      </Button>
    </div>
  );
}
