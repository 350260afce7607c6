"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { cancelJob, confirmJob, getJob, resendJob, retryJob } from "@/app/_contract/jobs-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { Dialog } from "@/app/_kit/dialog";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Facts } from "@/app/_operations/shared/section";
import { useWords } from "@/app/_operations/shared/use-words";
import { useWork } from "@/app/_operations/shared/use-work";
import { jobTones, Why } from "./why";

type JobDetails = z.output<typeof getJob.answer>["job"];

const actions = ["confirm", "resend", "cancel", "retry"] as const;
type Action = (typeof actions)[number];

interface JobDialogProps {
  id: number | null;
  onClose: () => void;
  onOpen: (id: number) => void;
}

/** One job with its story, and what may be done about it; each act is asked about first. */
export function JobDialog({ id, onClose, onOpen }: JobDialogProps) {
  const t = useTranslations("operations.jobs");
  const [asked, setAsked] = useState<Action | null>(null);
  const params = { id: id ?? 0 };
  const query = useQuery({
    queryKey: ["jobs", "one", id],
    enabled: id !== null,
    queryFn: ({ signal }) => callInbox<typeof getJob>("GET", "/api/inbox/jobs/{id}", { params, signal }),
  });
  const calls: Record<Action, () => Promise<{ jobId: number }>> = {
    confirm: () => callInbox<typeof confirmJob>("POST", "/api/inbox/jobs/{id}/confirm", { params }),
    resend: () => callInbox<typeof resendJob>("POST", "/api/inbox/jobs/{id}/resend", { params }),
    cancel: () => callInbox<typeof cancelJob>("POST", "/api/inbox/jobs/{id}/cancel", { params }),
    retry: () => callInbox<typeof retryJob>("POST", "/api/inbox/jobs/{id}/retry", { params }),
  };
  const act = useWork({
    work: (action: Action) => calls[action](),
    changes: [["jobs"], ["health"]],
    done: ({ jobId }, action) => t(`done.${action}`, { id: jobId }),
  });
  const possible = query.data ? possibleActions(query.data.job) : [];
  const confirm = async () => {
    if (!asked) return;
    const { jobId } = await act.mutateAsync(asked);
    if (jobId !== id) onOpen(jobId);
  };
  return (
    <Dialog
      isOpen={id !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("one", { id: String(id ?? "") })}
      size="large"
      footer={
        possible.length > 0 &&
        possible.map((action) => (
          <Button
            key={action}
            variant={action === "cancel" ? "quiet" : "secondary"}
            onClick={() => setAsked(action)}
          >
            {t(`action.${action}`)}
          </Button>
        ))
      }
    >
      <QueryView query={query}>{({ job }) => <Details job={job} onOpen={onOpen} />}</QueryView>
      <ConfirmDialog
        isOpen={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={asked ? t(`action.${asked}`) : ""}
        description={asked && t(`hint.${asked}`)}
        confirmLabel={asked ? t(`action.${asked}`) : ""}
        isDangerous={asked === "cancel" || asked === "resend"}
        onConfirm={confirm}
      />
    </Dialog>
  );
}

function possibleActions({ status, canRetry }: JobDetails): Action[] {
  if (status === "uncertain") return ["confirm", "resend", "cancel"];
  if (status === "queued") return ["cancel"];
  return canRetry ? ["retry"] : [];
}

function Details({ job, onOpen }: { job: JobDetails; onOpen: (id: number) => void }) {
  const t = useTranslations("operations.jobs");
  const words = useWords();
  const other = (id: number) => (
    <button type="button" className="rounded text-accent-text hover:underline" onClick={() => onOpen(id)}>
      {t("one", { id })}
    </button>
  );
  const facts: [string, React.ReactNode][] = [
    [
      t("state"),
      <Badge key="state" tone={jobTones[job.status]}>
        {t(`tab.${job.status}`)}
      </Badge>,
    ],
    [
      t("customer"),
      <Link
        key="customer"
        className="text-accent-text hover:underline"
        href={`/inbox?conversation=${job.conversationId}`}
      >
        <span dir="auto">{job.customerName}</span>
      </Link>,
    ],
    [t("created"), words.time(job.createdAt)],
    [t("runAt"), words.time(job.runAt)],
    [t("attempts"), words.count(job.attempts)],
  ];
  if (job.completedAt) facts.push([t("ended"), words.time(job.completedAt)]);
  if (job.uncertainAt) facts.push([t("uncertainSince"), words.time(job.uncertainAt)]);
  if (job.coalescedIntoId !== null) facts.push([t("mergedInto"), other(job.coalescedIntoId)]);
  if (job.retryOfId !== null) facts.push([t("retryOf"), other(job.retryOfId)]);
  if (job.retryId !== null) facts.push([t("retriedBy"), other(job.retryId)]);
  facts.push([
    t("requestId"),
    <code key="request" className="text-xs break-all">
      {job.requestId}
    </code>,
  ]);
  return (
    <div className="flex flex-col gap-5">
      {(job.error || job.waitsForJobId !== null) && (
        <div className="rounded-control bg-sunken px-3 py-2 text-sm">
          <Why job={job} onOpen={onOpen} />
          {job.error?.detail && (
            <p className="mt-1 font-mono text-xs break-words text-faint">{job.error.detail}</p>
          )}
        </div>
      )}
      <Facts facts={facts} />
      {job.reply.length > 0 && (
        <div>
          <h3 className="mb-1.5 text-sm font-semibold">{t("reply")}</h3>
          <ul className="flex flex-col gap-1.5">
            {job.reply.map((part, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name than their place
              <li key={at} dir="auto" className="rounded-control bg-bubble-own px-3 py-2 whitespace-pre-wrap">
                {part}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Sends sends={job.sends} />
    </div>
  );
}

const sendTones: Record<string, "accent" | "danger" | "warn" | "neutral"> = {
  accepted: "accent",
  refused: "danger",
  unknown: "warn",
};

function Sends({ sends }: { sends: JobDetails["sends"] }) {
  const t = useTranslations("operations.jobs");
  const words = useWords();
  if (sends.length === 0) return <p className="text-sm text-soft">{t("noSends")}</p>;
  return (
    <div>
      <h3 className="mb-1.5 text-sm font-semibold">{t("sends")}</h3>
      <ol className="divide-y divide-line rounded-card border border-line">
        {sends.map((send) => (
          <li key={send.id} className="px-3 py-2 text-[0.8125rem]">
            <div className="flex flex-wrap items-center gap-2">
              <span className="tnum text-faint">{t("part", { part: send.part })}</span>
              <Badge tone={sendTones[send.status] ?? "neutral"}>
                {t.has(`send.${send.status}` as never) ? t(`send.${send.status}` as never) : send.status}
              </Badge>
              {send.httpStatus !== null && <span className="text-faint">HTTP {send.httpStatus}</span>}
              {send.errorCode && <code className="text-xs">{send.errorCode}</code>}
              {send.settledBy && (
                <span className="text-faint">{t(`settledBy.${send.settledBy}` as never)}</span>
              )}
              <time className="ms-auto text-faint">{words.time(send.startedAt)}</time>
            </div>
            {send.error && <p className="mt-1 break-words text-soft">{send.error}</p>}
            {send.providerMessageId && (
              <code className="mt-1 block truncate text-xs text-faint">{send.providerMessageId}</code>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
