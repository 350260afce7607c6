"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { ConversationDetails } from "@/app/_contract/conversation";
import type { ShownMessage } from "@/app/_inbox/thread/thread-rows";
import { ComposerInstead, ComposerLine } from "./composer-notice";
import { Modes } from "./composer-parts";
import { type ComposerMachine, showsText } from "./composer-state";
import type { ComposerMode } from "./drafts";
import { useAttachments } from "./use-attachments";
import { useDraft } from "./use-draft";
import { WriteBox } from "./write-box";

const TemplatePicker = dynamic(() => import("./template-picker").then((it) => it.TemplatePicker), {
  ssr: false,
});

export interface ComposerHandle {
  write: (mode: ComposerMode) => void;
  quote: (item: ShownMessage) => void;
  addFiles: (files: File[]) => void;
}

interface Props {
  conversation: ConversationDetails;
  machine: ComposerMachine;
  person: { id: string; name: string };
  handle: Ref<ComposerHandle>;
  onTakeOver: () => void;
  onRestore: () => void;
  onLeave: () => void;
}

/** Where one writes, or is told why not. Free words, files, templates, and notes for colleagues. */
export function Composer({ conversation, machine, person, handle, onTakeOver, onRestore, onLeave }: Props) {
  const { kind } = machine;
  const [mode, setMode] = useState<ComposerMode>("reply");
  const [text, setText] = useDraft(person.id, conversation.id, mode);
  const [quoted, setQuoted] = useState<ShownMessage | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const files = useAttachments();
  const isWritable = mode === "note" || showsText(kind);
  const box = useRef<HTMLDivElement>(null);
  const isWanted = useRef(false);
  // At once: whoever has pressed R goes on to type, and what is typed outside a box is taken for shortcuts. Where there is no
  // box, what gives one is next to the hand (Take over), and the box has the focus as soon as it is there.
  const write = (next: ComposerMode) => {
    flushSync(() => setMode(next));
    isWanted.current = !field.current;
    (field.current ?? box.current?.querySelector<HTMLElement>("[data-instead] button"))?.focus();
  };
  useEffect(() => {
    if (!isWritable || !isWanted.current) return;
    isWanted.current = false;
    // Whoever has gone elsewhere meanwhile is typing there.
    const { activeElement } = document;
    if (activeElement === document.body || box.current?.contains(activeElement)) field.current?.focus();
  }, [isWritable]);
  useImperativeHandle(handle, () => ({
    write,
    quote: (item) => {
      setQuoted(item);
      write("reply");
    },
    addFiles: (given) => {
      if (!showsText(kind)) return;
      files.add(given);
      write("reply");
    },
  }));
  const needsTemplate = kind === "window_closed" || kind === "never_messaged";
  return (
    <div className="shrink-0 px-3 pb-3 sm:px-6">
      <div
        ref={box}
        className={clsx(
          "mx-auto max-w-4xl rounded-card border shadow-control transition-colors",
          mode === "note" ? "border-note-line bg-note" : "border-line-strong bg-surface",
          isWritable && mode === "reply" && "focus-within:border-accent",
        )}
      >
        <Modes mode={mode} setMode={write} />
        {mode === "reply" && <ComposerLine machine={machine} />}
        {isWritable ? (
          <WriteBox
            {...{ conversation, person, kind, mode, field, text, setText, quoted, setQuoted, files, onLeave }}
          />
        ) : (
          <ComposerInstead
            machine={machine}
            onTakeOver={() => {
              isWanted.current = true;
              onTakeOver();
            }}
            onRestore={onRestore}
            hasDraft={text.trim() !== ""}
          >
            {needsTemplate && <TemplatePicker conversation={conversation} />}
          </ComposerInstead>
        )}
      </div>
    </div>
  );
}
