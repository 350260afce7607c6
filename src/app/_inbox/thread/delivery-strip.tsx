"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleDashed, RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { getJob } from "@/app/_contract/jobs-operations";
import { useThreadActions } from "./thread-actions";
import type { ShownMessage } from "./thread-rows";

/** Under a message that did not arrive, or of which nobody knows: why, what to do about it, and the way to do it. */
export function DeliveryStrip({ item }: { item: ShownMessage }) {
  const { local, status } = item;
  if (item.author === "CUSTOMER") return null;
  if (local?.state === "failed") return <NotSent item={item} />;
  if (status === "FAILED") return <Failed item={item} />;
  if (status === "UNKNOWN") return <Unknown item={item} />;
  return null;
}

const strip = "mt-0.5 max-w-[min(36rem,100%)] px-1 text-end text-sm";
const action =
  "inline-flex min-h-6 items-center gap-1 rounded font-medium text-info-text underline-offset-2 hover:underline disabled:opacity-50";

/** It never got as far as the server, or the server did not take it. */
function NotSent({ item }: { item: ShownMessage }) {
  const t = useTranslations("thread");
  const { retryLocal, discardLocal } = useThreadActions();
  const clientId = item.clientId ?? "";
  return (
    <div className={strip}>
      <p className="flex items-start justify-end gap-1 text-danger-text" role="alert">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          {t("failed.notSent")} <bdi>{item.local?.error}</bdi>
        </span>
      </p>
      <p className="flex justify-end gap-3">
        <button type="button" className={action} onClick={() => retryLocal(clientId)}>
          <RotateCw aria-hidden className="size-3.5" /> {t("failed.retry")}
        </button>
        <button type="button" className={action} onClick={() => discardLocal(clientId)}>
          {t("failed.discard")}
        </button>
      </p>
    </div>
  );
}

function Failed({ item }: { item: ShownMessage }) {
  const t = useTranslations("thread");
  const { retry, isBusy } = useThreadActions();
  const { error, canRetry } = item;
  return (
    <div className={strip}>
      <p className="flex items-start justify-end gap-1 text-danger-text">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="wrap-anywhere">
          <bdi>{error?.reason ?? t("failed.unknown")}</bdi>
          {error?.code && <span className="ms-1 font-mono text-xs opacity-80">({error.code})</span>}
        </span>
      </p>
      {error?.advice && (
        <p className="text-soft">
          <bdi>{error.advice}</bdi>
        </p>
      )}
      {canRetry && (
        <button type="button" className={action} disabled={isBusy} onClick={() => retry(item.id)}>
          <RotateCw aria-hidden className="size-3.5" /> {t("failed.retry")}
        </button>
      )}
    </div>
  );
}

/** Meta may have it. Sending it again could be a second message, so that a person decides. */
function Unknown({ item }: { item: ShownMessage }) {
  const t = useTranslations("thread");
  const { confirm, resend, isBusy } = useThreadActions();
  const { jobId } = item;
  // Only once no receipt is waited for any longer, a person may decide.
  const { data: job } = useQuery({
    queryKey: ["jobs", jobId],
    queryFn: ({ signal }) =>
      callInbox<typeof getJob>("GET", "/api/inbox/jobs/{id}", { params: { id: jobId ?? 0 }, signal }),
    select: (answer) => answer.job,
    enabled: jobId !== null,
  });
  return (
    <div className={strip}>
      <p className="flex items-start justify-end gap-1 text-warn-text">
        <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>{t("unknown.meaning")}</span>
      </p>
      {jobId !== null && job?.isHeld && (
        <p className="flex justify-end gap-3">
          <button type="button" className={action} disabled={isBusy} onClick={() => confirm(jobId)}>
            {t("unknown.confirm")}
          </button>
          <button type="button" className={action} disabled={isBusy} onClick={() => resend(jobId)}>
            {t("unknown.resend")}
          </button>
        </p>
      )}
    </div>
  );
}
