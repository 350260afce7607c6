"use client";

import { useTranslations } from "use-intl";
import type { z } from "zod";
import type { listJobs } from "@/app/_contract/jobs-operations";
import { RelativeTime } from "@/app/_kit/relative-time";

export type Job = z.output<typeof listJobs.answer>["jobs"][number];

export const jobTones = {
  queued: "info",
  running: "info",
  uncertain: "warn",
  done: "accent",
  failed: "danger",
  cancelled: "neutral",
} as const;

/** What it waits for, or why it has ended as it has. */
export function Why({ job, onOpen }: { job: Job; onOpen: (id: number) => void }) {
  const t = useTranslations("operations.jobs");
  const { error, waitsForJobId, status, runAt } = job;
  const isLater = status === "queued" && Date.parse(runAt) > Date.now();
  return (
    <>
      {error && (
        <p>
          {error.reason}
          {error.advice && <span className="text-faint"> {error.advice}</span>}
        </p>
      )}
      {waitsForJobId !== null && (
        <button type="button" className="rounded hover:underline" onClick={() => onOpen(waitsForJobId)}>
          {t("waitsFor", { id: waitsForJobId })}
        </button>
      )}
      {waitsForJobId === null && isLater && (
        <p>
          {t("waitsUntil")} <RelativeTime at={runAt} />
        </p>
      )}
    </>
  );
}
