"use client";

import clsx from "clsx";
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useId, useLayoutEffect } from "react";
import { useTranslations } from "use-intl";
import { type CannedReply, fillPlaces } from "./canned";
import { CannedMenu } from "./canned-menu";
import type { ComposerMode } from "./drafts";
import { useCanned } from "./use-canned";
import type { SendWith } from "./use-send-with";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  mode: ComposerMode;
  text: string;
  setText: (text: string) => void;
  sendWith: SendWith;
  onSend: () => void;
  onLeave: () => void;
  onFiles: (files: File[]) => void;
  /** What canned replies are filled with. */
  places: Record<string, string | null>;
  describedBy: string;
}

const LINES_PX = 208;

/** The box: grows with what is in it, sends with Enter, opens canned replies with "/". */
export function ComposerField(props: Props) {
  const { field, mode, text, setText, sendWith, onSend, onLeave, onFiles, places, describedBy } = props;
  const t = useTranslations("composer");
  const listId = useId();
  const canned = useCanned(mode === "reply" ? text : "");

  // biome-ignore lint/correctness/useExhaustiveDependencies: its height follows the text
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, LINES_PX)}px`;
  }, [text, field]);

  function choose(reply: CannedReply) {
    setText(fillPlaces(reply.body, places));
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    // Enter that ends a composition (Japanese, Chinese …) chooses a word and sends nothing.
    if (event.nativeEvent.isComposing) return;
    const chosen = canned.replies?.[canned.at];
    if (canned.replies && onCannedKey(event, chosen)) return event.preventDefault();
    if (event.key === "Escape") return onLeave();
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    const hasMod = event.metaKey || event.ctrlKey;
    const isTouch = matchMedia("(pointer: coarse)").matches;
    if (!hasMod && (sendWith === "mod-enter" || isTouch)) return;
    event.preventDefault();
    onSend();
  }

  /** Whether the key was for the list. */
  function onCannedKey(event: KeyboardEvent, chosen: CannedReply | undefined): boolean {
    const { key } = event;
    if (key === "ArrowDown") canned.move(1);
    else if (key === "ArrowUp") canned.move(-1);
    else if (key === "Escape") canned.close();
    else if ((key === "Enter" || key === "Tab") && chosen) choose(chosen);
    else return false;
    return true;
  }

  function onPaste(event: ClipboardEvent) {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || mode === "note") return;
    event.preventDefault();
    onFiles(files);
  }

  const isOpen = canned.replies !== null;
  return (
    <div className="relative">
      {canned.replies && (
        <CannedMenu
          id={listId}
          replies={canned.replies}
          at={canned.at}
          onChoose={choose}
          onPoint={canned.point}
        />
      )}
      <textarea
        ref={field}
        rows={1}
        // An empty one has the page's direction, for its placeholder.
        dir={text === "" ? undefined : "auto"}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        placeholder={t(mode === "note" ? "placeholder.note" : "placeholder.reply")}
        aria-label={t(mode === "note" ? "label.note" : "label.reply")}
        aria-describedby={describedBy}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen && canned.replies?.length ? `${listId}-${canned.at}` : undefined}
        className={clsx(
          "block max-h-52 min-h-11 w-full resize-none bg-transparent px-3.5 py-3 text-[0.9375rem] leading-5 outline-none touch:text-base",
          mode === "note" && "text-note-text placeholder:text-note-text/80",
        )}
      />
    </div>
  );
}
