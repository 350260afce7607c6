"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { addKnowledge, addKnowledgeFiles } from "@/app/_contract/knowledge-operations";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { TextArea, TextField } from "@/app/_kit/field";
import { Tabs } from "@/app/_kit/tabs";

type Outcomes = z.output<typeof addKnowledge.answer>["outcomes"];
const ways = ["text", "file", "url"] as const;
type Way = (typeof ways)[number];

interface AddKnowledgeProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

const nothing = { name: "", text: "", urls: "", files: [] as File[] };

/** A text, files or pages; what cannot be read is told by itself, and the dialog stays with it. */
export function AddKnowledge({ isOpen, onOpenChange }: AddKnowledgeProps) {
  const t = useTranslations("operations.knowledge");
  const queries = useQueryClient();
  const [way, setWay] = useState<Way>("text");
  const [given, setGiven] = useState(nothing);
  const add = useMutation({
    mutationFn: () => send(way, given),
    onSuccess: async ({ outcomes }) => {
      await queries.invalidateQueries({ queryKey: ["knowledge"] });
      if (outcomes.every(({ problem }) => problem === null)) close(false);
    },
  });
  const close = (isNowOpen: boolean) => {
    add.reset();
    setGiven(nothing);
    onOpenChange(isNowOpen);
  };
  const isReady = {
    text: given.name.trim() !== "" && given.text.trim() !== "",
    file: given.files.length > 0,
    url: given.urls.trim() !== "",
  }[way];
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={close}
      title={t("add")}
      description={t("addHint")}
      size="large"
      footer={
        <Button variant="primary" disabled={!isReady} isBusy={add.isPending} onClick={() => add.mutate()}>
          {t("add")}
        </Button>
      }
    >
      <Tabs<Way>
        label={t("ways")}
        value={way}
        onValueChange={setWay}
        tabs={ways.map((value) => ({ value, label: t(`way.${value}`) }))}
      >
        <Given way={way} given={given} onChange={setGiven} />
      </Tabs>
      {add.error && (
        <p role="alert" className="mt-3 text-sm whitespace-pre-line text-danger-text">
          {add.error.message}
        </p>
      )}
      {add.data && <Problems outcomes={add.data.outcomes} />}
    </Dialog>
  );
}

function send(way: Way, given: typeof nothing): Promise<{ outcomes: Outcomes }> {
  if (way === "file") {
    const body = new FormData();
    for (const file of given.files) body.append("file", file);
    return callInbox<typeof addKnowledgeFiles>("POST", "/api/inbox/knowledge/files", { body: body as never });
  }
  const { name, text } = given;
  const urls = given.urls.split(/\s+/).filter(Boolean);
  const body = way === "text" ? { texts: [{ name: name.trim(), text }] } : { urls };
  return callInbox<typeof addKnowledge>("POST", "/api/inbox/knowledge", { body });
}

interface GivenProps {
  way: Way;
  given: typeof nothing;
  onChange: (given: typeof nothing) => void;
}

function Given({ way, given, onChange }: GivenProps) {
  const t = useTranslations("operations.knowledge");
  if (way === "file")
    return (
      <label className="flex flex-col gap-1.5 text-[0.8125rem] font-medium">
        {t("files")}
        <input
          type="file"
          multiple
          accept=".md,.markdown,.txt,.text,.html,.htm,.pdf"
          onChange={(event) => onChange({ ...given, files: [...(event.target.files ?? [])] })}
          className="rounded-control border border-edge bg-surface p-2 text-sm font-normal file:me-3 file:rounded-md file:border-0 file:bg-sunken file:px-3 file:py-1.5 file:text-ink"
        />
        <span className="text-xs font-normal text-faint">{t("filesHint")}</span>
      </label>
    );
  if (way === "url")
    return (
      <TextArea
        label={t("urls")}
        hint={t("urlsHint")}
        dir="ltr"
        rows={4}
        value={given.urls}
        placeholder="https://"
        onChange={(event) => onChange({ ...given, urls: event.target.value })}
      />
    );
  return (
    <div className="flex flex-col gap-3">
      <TextField
        label={t("name")}
        dir="auto"
        maxLength={200}
        value={given.name}
        onChange={(event) => onChange({ ...given, name: event.target.value })}
      />
      <TextArea
        label={t("text")}
        hint={t("textHint")}
        dir="auto"
        rows={10}
        value={given.text}
        onChange={(event) => onChange({ ...given, text: event.target.value })}
      />
    </div>
  );
}

function Problems({ outcomes }: { outcomes: Outcomes }) {
  const t = useTranslations("operations.knowledge");
  return (
    <ul role="status" className="mt-3 flex flex-col gap-1 text-[0.8125rem]">
      {outcomes.map(({ source, added, problem }) => (
        <li key={source} className={problem ? "text-danger-text" : "text-accent-text"}>
          {problem ?? t("addedOne", { title: added?.title ?? source, count: added?.passages ?? 0 })}
        </li>
      ))}
    </ul>
  );
}
