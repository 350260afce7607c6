"use client";

import { useMutation } from "@tanstack/react-query";
import { ArrowLeft, SendHorizontal } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { Button } from "@/app/_kit/button";
import { TextField } from "@/app/_kit/field";
import { IconButton } from "@/app/_kit/icon-button";
import { useToast } from "@/app/_kit/toast";
import {
  fillText,
  isFilled,
  type SendableTemplate,
  type TemplateParameter,
  type TemplateValues,
  templateContent,
  valueKey,
} from "./fill-template";
import { outbox } from "./sent-outbox";
import { uploadFile } from "./upload-file";

interface Filling {
  template: SendableTemplate;
  conversation: ConversationDetails;
  onBack: () => void;
}

/** The places of a template, and the message as the customer will see it. */
export function TemplateForm({ template, conversation, onBack }: Filling) {
  const t = useTranslations("composer");
  const toast = useToast();
  const [values, setValues] = useState<TemplateValues>(() => suggested(template, conversation.customer.name));
  const canSend = isFilled(template, values);
  const { id: conversationId } = conversation;
  const set = (parameter: TemplateParameter) => (value: string) =>
    setValues((before) => ({ ...before, [valueKey(parameter)]: value }));
  function send() {
    const content = templateContent(template, values);
    const letter = { clientId: crypto.randomUUID(), conversationId, text: content.preview, content };
    void outbox.send({ ...letter, at: new Date().toISOString() });
    toast({ title: t("templates.sent") });
    onBack();
  }
  return (
    <form
      className="grid max-h-96 gap-4 overflow-y-auto sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) send();
      }}
    >
      <div className="flex flex-col gap-3">
        <p className="flex items-center gap-1 font-medium text-sm">
          <IconButton label={t("templates.back")} size="small" onClick={onBack}>
            <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
          </IconButton>
          <bdi className="truncate">{template.name}</bdi>
        </p>
        {template.parameters.map((parameter) => (
          <Place
            key={valueKey(parameter)}
            parameter={parameter}
            value={values[valueKey(parameter)] ?? ""}
            onChange={set(parameter)}
            conversationId={conversationId}
          />
        ))}
      </div>
      <div className="flex flex-col gap-3">
        <Preview template={template} values={values} />
        <Button
          type="submit"
          variant="primary"
          disabled={!canSend}
          icon={<SendHorizontal aria-hidden className="size-4 rtl:-scale-x-100" />}
          className="self-end"
        >
          {t("templates.send")}
        </Button>
      </div>
    </form>
  );
}

interface PlaceProps {
  parameter: TemplateParameter;
  value: string;
  onChange: (value: string) => void;
  conversationId: number;
}

function Place({ parameter, value, onChange, conversationId }: PlaceProps) {
  const t = useTranslations("composer");
  const { where, key, kind, example } = parameter;
  const label = t("templates.parameter", { where: t(`templates.where.${where}`), key });
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile({ conversationId, file, onProgress: () => {} }),
    onSuccess: onChange,
  });
  if (kind === "image" || kind === "video" || kind === "document")
    return (
      <TextField
        type="file"
        label={label}
        hint={upload.isPending ? t("templates.uploading") : undefined}
        error={upload.error?.message ?? null}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) upload.mutate(file);
        }}
      />
    );
  return (
    <TextField
      label={label}
      hint={example === null ? undefined : t("templates.example", { example })}
      dir="auto"
      maxLength={1_024}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** A place that is called for the customer's name is filled with it. */
function suggested({ parameters }: SendableTemplate, name: string): TemplateValues {
  const named = parameters.filter(({ key }) => /^(first_)?name$|^customer(_name)?$/i.test(key));
  return Object.fromEntries(named.map((parameter) => [valueKey(parameter), name]));
}

function Preview({ template, values }: { template: SendableTemplate; values: TemplateValues }) {
  const t = useTranslations("composer");
  const { header, body, footer, buttons } = template;
  return (
    <figure
      aria-label={t("templates.preview")}
      className="rounded-2xl rounded-ee-md bg-bubble-own px-3 py-2 text-[0.9375rem]"
    >
      {header && (
        <p dir="auto" className="font-semibold">
          {header.text === "" ? `[${header.format.toLowerCase()}]` : fillText(header.text, "header", values)}
        </p>
      )}
      <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
        {fillText(body, "body", values)}
      </p>
      {footer !== "" && (
        <p dir="auto" className="mt-1 text-soft text-xs">
          {footer}
        </p>
      )}
      {buttons.map(({ text }) => (
        <p
          key={text}
          dir="auto"
          className="mt-1 border-ink/12 border-t pt-1 text-center font-medium text-info-text text-sm"
        >
          {text}
        </p>
      ))}
    </figure>
  );
}
