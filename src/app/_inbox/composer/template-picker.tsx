"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { ConversationDetails } from "@/app/_contract/conversation";
import type { listTemplatesFor } from "@/app/_contract/messages-operations";
import { ErrorState } from "@/app/_kit/error-state";
import { TextField } from "@/app/_kit/field";
import { Skeleton } from "@/app/_kit/skeleton";
import { canBeFilled, type SendableTemplate } from "./fill-template";
import { TemplateForm } from "./template-form";

/** Two steps: choose an approved template, fill it and see it as the customer will. */
export function TemplatePicker({ conversation }: { conversation: ConversationDetails }) {
  const t = useTranslations("composer");
  const [chosen, setChosen] = useState<SendableTemplate | null>(null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["templates", conversation.id],
    queryFn: ({ signal }) =>
      callInbox<typeof listTemplatesFor>("GET", "/api/inbox/conversations/{id}/templates", {
        params: { id: conversation.id },
        signal,
      }),
    select: ({ templates }) => templates.filter(canBeFilled),
  });
  if (isPending)
    return (
      <div role="status" aria-label={t("templates.loading")} className="flex flex-col gap-2">
        <Skeleton className="h-9" />
        <Skeleton className="h-14" />
        <Skeleton className="h-14" />
      </div>
    );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) return <p className="text-sm text-soft">{t("templates.none")}</p>;
  if (chosen)
    return <TemplateForm template={chosen} conversation={conversation} onBack={() => setChosen(null)} />;
  return <Choose templates={data} onChoose={setChosen} />;
}

interface Choosing {
  templates: SendableTemplate[];
  onChoose: (template: SendableTemplate) => void;
}

function Choose({ templates, onChoose }: Choosing) {
  const t = useTranslations("composer");
  const [wanted, setWanted] = useState("");
  const words = wanted.toLowerCase();
  const shown = templates.filter(({ name, body }) => `${name} ${body}`.toLowerCase().includes(words));
  return (
    <div className="flex flex-col gap-2">
      {templates.length > 5 && (
        <TextField
          type="search"
          label={t("templates.search")}
          isLabelHidden
          placeholder={t("templates.search")}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      {shown.length === 0 && <p className="text-sm text-soft">{t("templates.noMatch")}</p>}
      <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto" aria-label={t("templates.label")}>
        {shown.map((template) => (
          <li key={`${template.name}-${template.language}`}>
            <button
              type="button"
              onClick={() => onChoose(template)}
              className="focus-inset flex w-full flex-col gap-0.5 rounded-lg border border-line px-3 py-2 text-start hover:bg-hover"
            >
              <span className="flex max-w-full items-center gap-2 text-[0.8125rem]">
                <bdi className="truncate font-medium">{template.name}</bdi>
                <span className="shrink-0 text-soft text-xs">
                  <bdi>{template.language}</bdi> · {template.category.toLowerCase()}
                </span>
              </span>
              <span dir="auto" className="line-clamp-2 text-[0.8125rem] text-soft">
                {template.body}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
