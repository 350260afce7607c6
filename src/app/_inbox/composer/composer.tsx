"use client";

import clsx from "clsx";
import { Lock, X } from "lucide-react";
import dynamic from "next/dynamic";
import { type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ConversationDetails } from "@/app/_contract/conversation";
import type { ShownMessage } from "@/app/_inbox/thread/thread-rows";
import { IconButton } from "@/app/_kit/icon-button";
import { AttachmentTray } from "./attachment-tray";
import { openPlaces } from "./canned";
import { ComposerBar } from "./composer-bar";
import { ComposerField } from "./composer-field";
import { ComposerInstead, ComposerLine } from "./composer-notice";
import { type ComposerMachine, canWrite, showsText } from "./composer-state";
import type { ComposerMode } from "./drafts";
import { CAPTION_MAX, charactersLeft, TEXT_MAX } from "./file-limits";
import { outbox } from "./sent-outbox";
import { toLetters } from "./to-letters";
import { useAddNote } from "./use-add-note";
import { useAttachments } from "./use-attachments";
import { useDraft } from "./use-draft";
import { useSendWith } from "./use-send-with";

const TemplatePicker = dynamic(() => import("./template-picker").then((it) => it.TemplatePicker), {
  ssr: false,
});

const NOTE_MAX = 10_000;

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
  const t = useTranslations("composer");
  const { kind } = machine;
  const [mode, setMode] = useState<ComposerMode>("reply");
  const [text, setText] = useDraft(person.id, conversation.id, mode);
  const [quoted, setQuoted] = useState<ShownMessage | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [sendWith, setSendWith] = useSendWith();
  const field = useRef<HTMLTextAreaElement>(null);
  const files = useAttachments();
  const note = useAddNote(conversation.id);
  const problemId = useId();

  const focus = () => requestAnimationFrame(() => field.current?.focus());
  useImperativeHandle(handle, () => ({
    write: (next) => {
      setMode(next);
      focus();
    },
    quote: (item) => {
      setMode("reply");
      setQuoted(item);
      focus();
    },
    addFiles: (given) => {
      if (!showsText(kind)) return;
      setMode("reply");
      files.add(given);
      focus();
    },
  }));

  const hasFiles = mode === "reply" && files.attachments.length > 0;
  const max = mode === "note" ? NOTE_MAX : hasFiles ? CAPTION_MAX : TEXT_MAX;
  const left = charactersLeft(text, max);
  const isEmpty = text.trim() === "" && !hasFiles;
  const canSend =
    !isEmpty && (left === null || left >= 0) && (mode === "note" ? !note.isPending : canWrite(kind));

  function send() {
    if (!canSend) return;
    if (mode === "note") return note.mutate(text.trim(), { onSuccess: () => setText("") });
    const open = openPlaces(text);
    if (open.length > 0) return setProblem(t("openPlaces", { places: open.join(", "), count: open.length }));
    const isQuotable = quoted !== null && quoted.providerMessageId !== null;
    const letters = toLetters({
      conversationId: conversation.id,
      text,
      attachments: files.take(),
      quoted: isQuotable ? { providerMessageId: quoted.providerMessageId ?? "", text: quoted.text } : null,
      newId: () => crypto.randomUUID(),
      at: new Date().toISOString(),
    });
    setText("");
    setQuoted(null);
    setProblem(null);
    for (const letter of letters) void outbox.send(letter);
    focus();
  }

  function leave() {
    if (quoted) return setQuoted(null);
    field.current?.blur();
    onLeave();
  }

  const isWritable = mode === "note" || showsText(kind);
  const needsTemplate = kind === "window_closed" || kind === "never_messaged";
  const name = conversation.customer.name;
  const places = {
    name,
    first_name: name.split(/\s+/)[0] ?? name,
    phone: conversation.customer.phone,
    agent: person.name,
  };

  return (
    <div className="shrink-0 px-3 pb-3 sm:px-6">
      <div
        className={clsx(
          "mx-auto max-w-4xl rounded-card border bg-surface shadow-control transition-colors",
          mode === "note" ? "border-note-line bg-note" : "border-line-strong",
          isWritable && "focus-within:border-accent",
        )}
      >
        <Modes
          mode={mode}
          setMode={(next) => {
            setMode(next);
            focus();
          }}
        />
        {mode === "reply" && <ComposerLine machine={machine} />}
        {isWritable ? (
          <>
            {mode === "reply" && quoted && <QuoteLine item={quoted} onRemove={() => setQuoted(null)} />}
            {mode === "reply" && (
              <AttachmentTray
                attachments={files.attachments}
                rejected={files.rejected}
                onRemove={files.remove}
              />
            )}
            <ComposerField
              field={field}
              mode={mode}
              text={text}
              setText={(next) => {
                setText(next);
                setProblem(null);
              }}
              sendWith={sendWith}
              onSend={send}
              onLeave={leave}
              onFiles={files.add}
              places={places}
              describedBy={problemId}
            />
            <p id={problemId} role="alert" className="px-3.5 text-[0.8125rem] text-danger-text empty:hidden">
              {problem ?? note.error?.message ?? null}
            </p>
            <ComposerBar
              mode={mode}
              left={left}
              canSend={canSend}
              isBusy={note.isPending}
              sendWith={sendWith}
              setSendWith={setSendWith}
              onSend={send}
              onCanned={() => {
                setText("/");
                focus();
              }}
              onFiles={files.add}
            />
          </>
        ) : (
          <ComposerInstead
            machine={machine}
            onTakeOver={onTakeOver}
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

function Modes({ mode, setMode }: { mode: ComposerMode; setMode: (mode: ComposerMode) => void }) {
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

function QuoteLine({ item, onRemove }: { item: ShownMessage; onRemove: () => void }) {
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
