"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox, type InboxError } from "@/app/_client/call-inbox";
import type { checkPersonaText, replacePersona } from "@/app/_contract/persona-operations";
import { Button } from "@/app/_kit/button";
import { TextArea, TextField } from "@/app/_kit/field";
import { Tabs } from "@/app/_kit/tabs";
import { useToast } from "@/app/_kit/toast";
import { Affects } from "./affects";
import { Changes } from "./changes";
import type { PersonaAnswer } from "./persona";
import { PersonaForm } from "./persona-form";
import { toWritten, type Written } from "./written";

type Checked = z.output<typeof checkPersonaText.answer>;
type View = "form" | "text";

const CHECK_AFTER_MS = 400;

/** The newest version as a form or as YAML; what it would change stands beside it before it is saved. */
export function PersonaEditor({ answer }: { answer: PersonaAnswer }) {
  const t = useTranslations("operations.persona");
  const { persona } = answer;
  const [view, setView] = useState<View>("form");
  const [written, setWritten] = useState<Written>(() => toWritten(persona.written));
  const [text, setText] = useState(persona.version === null ? "" : persona.yaml);
  const [note, setNote] = useState("");
  const checked = useChecked(view, text, written);
  const save = useSave(persona.version);
  const problems = checked?.problems ?? [];
  const changeView = (next: View) => {
    // A text that cannot be read stays a text until it can.
    if (next === "form" && checked && checked.written === null) return;
    if (next === "form") setWritten(toWritten(checked?.written ?? written));
    else setText(checked?.yaml && checked.yaml !== "{}\n" ? checked.yaml : text);
    setView(next);
  };
  const canSave = checked !== null && problems.length === 0 && checked.changes.length > 0;
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Tabs<View>
        label={t("views")}
        value={view}
        onValueChange={changeView}
        tabs={(["form", "text"] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
      >
        {view === "form" ? (
          <PersonaForm
            written={written}
            defaults={answer.persona.content}
            problems={problems}
            onChange={setWritten}
          />
        ) : (
          <TextArea
            label={t("yaml")}
            hint={t("yamlHint")}
            dir="ltr"
            rows={28}
            spellCheck={false}
            className="font-mono text-[0.8125rem]"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Tabs>
      <aside className="flex flex-col gap-4 lg:sticky lg:top-0 lg:self-start">
        <div aria-live="polite" className="rounded-card border border-line bg-surface p-4">
          <h2 className="mb-2 text-sm font-semibold">{t("changes")}</h2>
          {problems.length > 0 ? (
            <ul className="flex flex-col gap-1 text-[0.8125rem] text-danger-text">
              {problems.map(({ path, problem }) => (
                <li key={`${path} ${problem}`} className="break-words">
                  {path && <code className="text-xs">{path}</code>} {problem}
                </li>
              ))}
            </ul>
          ) : (
            <Changes changes={checked?.changes ?? []} />
          )}
          <form
            className="mt-4 flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              save.mutate({ persona: checked?.written, note: note.trim() || null });
            }}
          >
            <TextField
              label={t("note")}
              placeholder={t("noteExample")}
              dir="auto"
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
            {save.error && <SaveError error={save.error as InboxError} />}
            <Button type="submit" variant="primary" disabled={!canSave} isBusy={save.isPending}>
              {t("saveAs", { version: (persona.version ?? 0) + 1 })}
            </Button>
          </form>
        </div>
        <Affects affects={answer.affects} />
      </aside>
    </div>
  );
}

/** What is wrong with it and what it would change, asked a moment after the last key. */
function useChecked(view: View, text: string, written: Written): Checked | null {
  const [checked, setChecked] = useState<Checked | null>(null);
  const asked = view === "text" ? JSON.stringify({ text }) : JSON.stringify({ persona: written });
  useEffect(() => {
    const ended = new AbortController();
    const timer = setTimeout(() => {
      callInbox<typeof checkPersonaText>("POST", "/api/inbox/persona/check", {
        body: JSON.parse(asked),
        signal: ended.signal,
      }).then(setChecked, () => {
        // Saving asks again, and says what it comes to.
      });
    }, CHECK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [asked]);
  return checked;
}

export function useSave(basedOn: number | null) {
  const t = useTranslations("operations.persona");
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: { persona: unknown; note: string | null }) =>
      callInbox<typeof replacePersona>("PUT", "/api/inbox/persona", { body: { basedOn, ...body } }),
    onSuccess: async ({ version }) => {
      toast({ title: t("saved", { version: version ?? 0 }), kind: "success" });
      await queries.invalidateQueries({ queryKey: ["persona"] });
    },
  });
}

function SaveError({ error }: { error: InboxError }) {
  const t = useTranslations("operations.persona");
  const queries = useQueryClient();
  return (
    <div role="alert" className="text-[0.8125rem] text-danger-text">
      <p>{error.message}</p>
      {error.code === "CONFLICT" && (
        <button
          type="button"
          className="mt-1 rounded font-medium underline touch:min-h-11"
          onClick={() => void queries.invalidateQueries({ queryKey: ["persona"] })}
        >
          {t("loadNewest")}
        </button>
      )}
    </div>
  );
}
