"use client";

import { useMutation } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { rerunJob } from "@/app/_contract/jobs-operations";
import { Button } from "@/app/_kit/button";
import { dollars } from "./story-bill";

type Rerun = z.output<(typeof rerunJob)["answer"]>["rerun"];

/** The same turn thought over again, beside what was said. Nothing is sent. */
export function RerunBox({ jobId }: { jobId: number }) {
  const t = useTranslations("story");
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () =>
      callInbox<typeof rerunJob>("POST", "/api/inbox/jobs/{id}/rerun", { params: { id: jobId }, body: {} }),
  });
  return (
    <section className="mt-2 border-line border-t pt-4">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-40 flex-1">
          <h3 className="font-medium text-sm">{t("rerun.title")}</h3>
          <p className="text-[0.8125rem] text-soft">{t("rerun.words")}</p>
        </div>
        <Button
          isBusy={isPending}
          onClick={() => mutate()}
          icon={<RotateCw aria-hidden className="size-4" />}
        >
          {t("rerun.run")}
        </Button>
      </div>
      {error && (
        <p role="alert" className="mt-2 text-danger-text text-sm">
          {error.message}
        </p>
      )}
      {data && (
        <div className="mt-3 grid gap-3 sm:grid-cols-2" aria-live="polite">
          <Side title={t("rerun.before")} side={data.rerun.before} />
          <Side title={t("rerun.after")} side={data.rerun.after} />
        </div>
      )}
    </section>
  );
}

function Side({ title, side }: { title: string; side: Rerun["before"] }) {
  const t = useTranslations("story");
  const format = useFormatter();
  const facts = [
    side.model,
    side.personaVersion === null ? null : t("persona", { version: side.personaVersion }),
    dollars(side.costMicroUsd, format),
  ];
  return (
    <article className="flex flex-col gap-2 rounded-lg border border-line p-3 text-sm">
      <h4 className="font-medium text-[0.8125rem]">{title}</h4>
      {side.parts.map((part) => (
        <p
          key={part}
          dir="auto"
          className="whitespace-pre-wrap rounded-lg bg-bubble-bot px-2.5 py-1.5 wrap-anywhere"
        >
          {part}
        </p>
      ))}
      {side.handover !== null && (
        <p dir="auto" className="text-warn-text">
          {t("rerun.handover", { reason: side.handover })}
        </p>
      )}
      {side.parts.length === 0 && side.handover === null && <p className="text-soft">{t("rerun.nothing")}</p>}
      {side.tools.length > 0 && (
        <p className="text-soft text-xs">
          {t("rerun.tools")} <bdi className="font-mono">{side.tools.join(", ")}</bdi>
        </p>
      )}
      <p className="mt-auto text-soft text-xs">
        <bdi>{facts.filter(Boolean).join(" · ")}</bdi>
      </p>
    </article>
  );
}
