"use client";

import { useQuery } from "@tanstack/react-query";
import { MessageSquareText, RotateCw } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type {
  chooseNumberTemplate,
  dropNumberTemplate,
  listNumberTemplates,
  syncNumberTemplates,
} from "@/app/_contract/integration-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { EmptyState } from "@/app/_kit/empty-state";
import { TextField } from "@/app/_kit/field";
import { QueryView } from "@/app/_operations/shared/query-view";
import { useWork } from "@/app/_operations/shared/use-work";
import type { BusinessNumber } from "./integrations";

type Answer = z.output<typeof listNumberTemplates.answer>;
type Template = Answer["templates"][number];

export function TemplatesDialog({ number, onClose }: { number: BusinessNumber | null; onClose: () => void }) {
  const t = useTranslations("operations.numbers");
  return (
    <Dialog
      isOpen={number !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("templatesOne", { name: number?.name ?? "" })}
      description={t("templatesHint")}
      size="large"
    >
      {number && <Templates id={number.id} />}
    </Dialog>
  );
}

function Templates({ id }: { id: string }) {
  const t = useTranslations("operations.numbers");
  const params = { id };
  const changes = [["integration-templates", id], ["integrations"]];
  const query = useQuery({
    queryKey: ["integration-templates", id],
    queryFn: ({ signal }) =>
      callInbox<typeof listNumberTemplates>("GET", "/api/inbox/integrations/{id}/templates", {
        params,
        signal,
      }),
  });
  const sync = useWork({
    work: () =>
      callInbox<typeof syncNumberTemplates>("POST", "/api/inbox/integrations/{id}/templates/sync", {
        params,
      }),
    changes,
    done: ({ listed, gone }) => t("synced", { listed, gone }),
  });
  const drop = useWork({
    work: () =>
      callInbox<typeof dropNumberTemplate>("DELETE", "/api/inbox/integrations/{id}/templates/chosen", {
        params,
        query: { purpose: "reply" },
      }),
    changes,
  });
  const syncButton = (
    <Button
      icon={<RotateCw aria-hidden="true" className="size-3.5" />}
      isBusy={sync.isPending}
      onClick={() => sync.mutate(undefined)}
    >
      {t("sync")}
    </Button>
  );
  return (
    <QueryView query={query}>
      {({ templates, chosen: [chosen] }) =>
        templates.length === 0 ? (
          <EmptyState icon={<MessageSquareText />} title={t("noTemplates")} action={syncButton} />
        ) : (
          <div className="flex flex-col gap-3">
            <div className="flex flex-wrap items-center gap-2">
              {syncButton}
              {chosen && (
                <Button variant="quiet" isBusy={drop.isPending} onClick={() => drop.mutate(undefined)}>
                  {t("drop")}
                </Button>
              )}
            </div>
            {chosen?.problem && (
              <p role="alert" className="text-sm text-danger-text">
                {chosen.problem}
              </p>
            )}
            <ul className="divide-y divide-line rounded-card border border-line">
              {templates.map((template) => (
                <TemplateRow
                  key={`${template.name} ${template.language}`}
                  id={id}
                  template={template}
                  isChosen={chosen?.name === template.name && chosen.language === template.language}
                />
              ))}
            </ul>
          </div>
        )
      }
    </QueryView>
  );
}

const tones: Record<string, "accent" | "danger" | "warn" | "neutral"> = {
  APPROVED: "accent",
  REJECTED: "danger",
  PAUSED: "warn",
  DISABLED: "danger",
};

function TemplateRow({ id, template, isChosen }: { id: string; template: Template; isChosen: boolean }) {
  const t = useTranslations("operations.numbers");
  const [isChoosing, setIsChoosing] = useState(false);
  const { name, language, status, category, rejectedReason, header, body, footer } = template;
  return (
    <li className="px-3 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <code className="text-[0.8125rem] font-medium break-all">{name}</code>
        <span className="text-faint">{language}</span>
        <Badge tone={tones[status] ?? "neutral"}>{status}</Badge>
        <Badge>{category}</Badge>
        {isChosen && <Badge tone="info">{t("chosen")}</Badge>}
        {status === "APPROVED" && (
          <Button
            size="small"
            variant="quiet"
            className="ms-auto"
            aria-expanded={isChoosing}
            onClick={() => setIsChoosing(!isChoosing)}
          >
            {t("choose")}
          </Button>
        )}
      </div>
      {rejectedReason && <p className="mt-1 text-xs text-danger-text">{rejectedReason}</p>}
      <p dir="auto" className="mt-1.5 rounded-control bg-bubble px-3 py-2 whitespace-pre-wrap">
        {[header, body, footer].filter(Boolean).join("\n")}
      </p>
      {isChoosing && <Choose id={id} template={template} onDone={() => setIsChoosing(false)} />}
    </li>
  );
}

interface ChooseProps {
  id: string;
  template: Template;
  onDone: () => void;
}

/** What each place is filled with: words, or {{customer_name|…}} and {{business_name}}. */
function Choose({ id, template: { name, language, places }, onDone }: ChooseProps) {
  const t = useTranslations("operations.numbers");
  const [values, setValues] = useState<Record<string, string>>({});
  const isNamed = places.some((place) => !/^\d+$/.test(place));
  const choose = useWork({
    work: () =>
      callInbox<typeof chooseNumberTemplate>("PUT", "/api/inbox/integrations/{id}/templates/chosen", {
        params: { id },
        body: {
          purpose: "reply",
          name,
          language,
          parameters:
            places.length === 0
              ? {}
              : { body: isNamed ? values : places.map((place) => values[place] ?? "") },
        },
      }),
    changes: [["integration-templates", id]],
    done: ({ preview }) => t("chosenNow", { preview }),
  });
  return (
    <form
      className="mt-3 flex flex-col gap-3 border-s-2 border-line-strong ps-3"
      onSubmit={(event) => {
        event.preventDefault();
        choose.mutate(undefined, { onSuccess: onDone });
      }}
    >
      {places.map((place) => (
        <TextField
          key={place}
          label={t("place", { place })}
          placeholder="{{customer_name|…}}"
          dir="auto"
          value={values[place] ?? ""}
          onChange={(event) => setValues({ ...values, [place]: event.target.value })}
        />
      ))}
      <p className="text-xs text-faint">
        {t("placesHint", { customer: "{{customer_name|…}}", business: "{{business_name}}" })}
      </p>
      <div>
        <Button type="submit" size="small" variant="primary" isBusy={choose.isPending}>
          {t("chooseForLate")}
        </Button>
      </div>
    </form>
  );
}
