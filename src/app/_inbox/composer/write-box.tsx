"use client";

import { type RefObject, useId, useState } from "react";
import { useTranslations } from "use-intl";
import type { ConversationDetails } from "@/app/_contract/conversation";
import type { ShownMessage } from "@/app/_inbox/thread/thread-rows";
import { AttachmentTray } from "./attachment-tray";
import { openPlaces } from "./canned";
import { ComposerBar } from "./composer-bar";
import { ComposerField } from "./composer-field";
import { QuoteLine } from "./composer-parts";
import { canWrite, type ComposerKind } from "./composer-state";
import type { ComposerMode } from "./drafts";
import { CAPTION_MAX, charactersLeft, TEXT_MAX } from "./file-limits";
import { outbox } from "./sent-outbox";
import { toLetters } from "./to-letters";
import { useAddNote } from "./use-add-note";
import type { useAttachments } from "./use-attachments";
import { useSendWith } from "./use-send-with";

const NOTE_MAX = 10_000;

interface Props {
  conversation: ConversationDetails;
  person: { name: string };
  kind: ComposerKind;
  mode: ComposerMode;
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  setText: (text: string) => void;
  quoted: ShownMessage | null;
  setQuoted: (item: ShownMessage | null) => void;
  files: ReturnType<typeof useAttachments>;
  onLeave: () => void;
}

/** The box with all that goes with it: what is quoted, files, what is wrong, and sending. */
export function WriteBox(props: Props) {
  const { conversation, person, mode, field, text, setText, quoted, setQuoted, files, onLeave } = props;
  const [sendWith, setSendWith] = useSendWith();
  const { send, problem, clear, left, canSend, isAdding } = useSend(props);
  const problemId = useId();
  const isReply = mode === "reply";
  const write = (next: string) => {
    setText(next);
    clear();
  };
  return (
    <>
      {isReply && quoted && <QuoteLine item={quoted} onRemove={() => setQuoted(null)} />}
      {isReply && (
        <AttachmentTray attachments={files.attachments} rejected={files.rejected} onRemove={files.remove} />
      )}
      <ComposerField
        field={field}
        mode={mode}
        text={text}
        setText={write}
        sendWith={sendWith}
        onSend={send}
        onLeave={() => {
          if (quoted) return setQuoted(null);
          field.current?.blur();
          onLeave();
        }}
        onFiles={files.add}
        places={placesOf(conversation, person.name)}
        describedBy={problemId}
      />
      <p id={problemId} role="alert" className="px-3.5 text-[0.8125rem] text-danger-text empty:hidden">
        {problem}
      </p>
      <ComposerBar
        mode={mode}
        left={left}
        canSend={canSend}
        isBusy={isAdding}
        sendWith={sendWith}
        setSendWith={setSendWith}
        onSend={send}
        onCanned={() => {
          write("/");
          field.current?.focus();
        }}
        onFiles={files.add}
      />
    </>
  );
}

/** What canned replies are filled with. */
function placesOf({ customer }: ConversationDetails, agent: string): Record<string, string | null> {
  const { name, phone } = customer;
  return { name, first_name: name.split(/\s+/)[0] ?? name, phone, agent };
}

function useSend({ conversation, kind, mode, field, text, setText, quoted, setQuoted, files }: Props) {
  const t = useTranslations("composer");
  const [problem, setProblem] = useState<string | null>(null);
  const note = useAddNote(conversation.id);
  const hasFiles = mode === "reply" && files.attachments.length > 0;
  const left = charactersLeft(text, mode === "note" ? NOTE_MAX : hasFiles ? CAPTION_MAX : TEXT_MAX);
  const isEmpty = text.trim() === "" && !hasFiles;
  const isAllowed = mode === "note" ? !note.isPending : canWrite(kind);
  const canSend = !isEmpty && (left === null || left >= 0) && isAllowed;

  function send() {
    if (!canSend) return;
    if (mode === "note") return note.mutate(text.trim(), { onSuccess: () => setText("") });
    const open = openPlaces(text);
    if (open.length > 0)
      return setProblem(t("openPlaces", { places: open.join(", "), count: open.length }));
    const wamid = quoted?.providerMessageId ?? null;
    const letters = toLetters({
      conversationId: conversation.id,
      text,
      attachments: files.take(),
      quoted: quoted && wamid !== null ? { providerMessageId: wamid, text: quoted.text } : null,
      newId: () => crypto.randomUUID(),
      at: new Date().toISOString(),
    });
    setText("");
    setQuoted(null);
    for (const letter of letters) void outbox.send(letter);
    field.current?.focus();
  }

  return {
    send,
    left,
    canSend,
    problem: problem ?? note.error?.message ?? null,
    clear: () => setProblem(null),
    isAdding: note.isPending,
  };
}
