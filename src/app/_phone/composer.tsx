"use client";

import { Plus, SendHorizontal, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/app/_kit/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_kit/menu";
import { sampleNames } from "./samples";
import type { CustomerActions } from "./use-customer-actions";
import type { PhoneMessage } from "./world";

export type Draft = { kind: "new" } | { kind: "reply" | "edit"; message: PhoneMessage };

interface ComposerProps {
  actions: CustomerActions;
  draft: Draft;
  onDraft: (draft: Draft) => void;
}

export function Composer({ actions, draft, onDraft }: ComposerProps) {
  const t = useTranslations("phone.composer");
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (draft.kind === "edit") setText(draft.message.editedText ?? draft.message.text);
    if (draft.kind !== "new") field.current?.focus();
  }, [draft]);

  async function send(): Promise<void> {
    const said = text.trim();
    if (said === "") return;
    setText("");
    onDraft({ kind: "new" });
    const isSent =
      draft.kind === "edit"
        ? await actions.edit(said, draft.message)
        : await actions.say(said, draft.kind === "reply" ? draft.message.wamid : undefined);
    if (!isSent) setText((now) => now || said);
  }

  function sendOnEnter(event: KeyboardEvent): void {
    if (event.key === "Escape") onDraft({ kind: "new" });
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      className="bg-[light-dark(#f4f1ea,#151c1e)] px-2 pt-2 pb-2.5"
    >
      {draft.kind !== "new" && <DraftBar draft={draft} onStop={() => onDraft({ kind: "new" })} />}
      <div className="flex items-end gap-1.5">
        <AttachMenu actions={actions} text={text} onSent={() => setText("")} />
        <textarea
          ref={field}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={sendOnEnter}
          rows={1}
          dir="auto"
          aria-label={t("label")}
          placeholder={t("placeholder")}
          className="field-sizing-content max-h-32 min-h-9 min-w-0 flex-1 resize-none rounded-2xl border border-edge bg-surface px-3.5 py-1.5 text-[0.9375rem] leading-5.5 touch:min-h-11 touch:text-base"
        />
        <IconButton
          type="submit"
          label={t("send")}
          disabled={text.trim() === ""}
          className="size-9! rounded-full! bg-accent! text-accent-ink!"
        >
          <SendHorizontal className="size-4.5 rtl:-scale-x-100" />
        </IconButton>
      </div>
    </form>
  );
}

function DraftBar({ draft, onStop }: { draft: Exclude<Draft, { kind: "new" }>; onStop: () => void }) {
  const t = useTranslations("phone.composer");
  const { kind, message } = draft;
  return (
    <div className="mb-2 flex items-center gap-2 rounded-lg border-s-4 border-accent bg-surface px-2.5 py-1.5">
      <p className="min-w-0 flex-1 text-[0.8125rem] text-soft">
        <span className="block font-medium text-accent-text">
          {t(kind === "edit" ? "editing" : "replyingTo")}
        </span>
        <span dir="auto" className="block truncate">
          {message.text || message.type}
        </span>
      </p>
      <IconButton label={t("stop")} size="small" onClick={onStop}>
        <X className="size-4" />
      </IconButton>
    </div>
  );
}

function AttachMenu({
  actions,
  text,
  onSent,
}: {
  actions: CustomerActions;
  text: string;
  onSent: () => void;
}) {
  const t = useTranslations("phone");
  const file = useRef<HTMLInputElement>(null);
  const whenSent = async (sent: Promise<boolean>) => {
    if (await sent) onSent();
  };
  return (
    <>
      <input
        ref={file}
        type="file"
        hidden
        tabIndex={-1}
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void whenSent(actions.sendFile(chosen, text));
          target.value = "";
        }}
      />
      <Menu
        align="start"
        side="top"
        trigger={
          <IconButton label={t("composer.attach")} className="size-9! rounded-full!">
            <Plus className="size-5" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => file.current?.click()}>{t("composer.file")}</MenuItem>
        <MenuSeparator />
        {sampleNames.map((name) => (
          <MenuItem key={name} onSelect={() => void whenSent(actions.sendSample(name, text))}>
            {t(`samples.${name}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
