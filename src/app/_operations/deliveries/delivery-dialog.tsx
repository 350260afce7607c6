"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { replayOneDelivery, showDelivery } from "@/app/_contract/delivery-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { Dialog } from "@/app/_kit/dialog";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Facts } from "@/app/_operations/shared/section";
import { useWords } from "@/app/_operations/shared/use-words";
import { useWork } from "@/app/_operations/shared/use-work";
import { deliveryTones } from "./delivery-tones";

type Answer = z.output<typeof showDelivery.answer>;
type Replay = z.output<typeof replayOneDelivery.answer>;

export function DeliveryDialog({ id, onClose }: { id: string | null; onClose: () => void }) {
  const t = useTranslations("operations.deliveries");
  const [isAsking, setIsAsking] = useState(false);
  const query = useQuery({
    queryKey: ["deliveries", "one", id],
    enabled: id !== null,
    queryFn: ({ signal }) =>
      callInbox<typeof showDelivery>("GET", "/api/inbox/deliveries/{id}", {
        params: { id: id ?? "" },
        signal,
      }),
  });
  const replay = useWork({
    work: () =>
      callInbox<typeof replayOneDelivery>("POST", "/api/inbox/deliveries/{id}/replay", {
        params: { id: id ?? "" },
      }),
    changes: [["deliveries"], ["health"]],
  });
  const close = () => {
    replay.reset();
    onClose();
  };
  return (
    <Dialog
      isOpen={id !== null}
      onOpenChange={(isOpen) => !isOpen && close()}
      title={t("one")}
      size="large"
      footer={
        <Button
          icon={<RotateCw aria-hidden="true" className="size-3.5" />}
          isBusy={replay.isPending}
          onClick={() => setIsAsking(true)}
        >
          {t("replay")}
        </Button>
      }
    >
      {replay.data && <ReplayOutcome result={replay.data} />}
      <QueryView query={query}>{(answer) => <Details answer={answer} />}</QueryView>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t("replay")}
        description={t("replayHint")}
        confirmLabel={t("replay")}
        onConfirm={() => replay.mutateAsync(undefined)}
      />
    </Dialog>
  );
}

function ReplayOutcome({ result }: { result: Replay }) {
  const t = useTranslations("operations.deliveries");
  return (
    <div
      role="status"
      className={`mb-4 rounded-control px-3 py-2 text-sm ${result.isTakenIn ? "bg-accent-soft text-accent-text" : "bg-danger-soft text-danger-text"}`}
    >
      {result.isTakenIn ? t("takenIn", { ...result, problem: "", isTakenIn: "" }) : t("notTakenIn")}
      {result.problem && <p className="mt-1 font-mono text-xs break-words">{result.problem}</p>}
    </div>
  );
}

function Details({ answer }: { answer: Answer }) {
  const t = useTranslations("operations.deliveries");
  const words = useWords();
  const { delivery, messages, receipts, events, malformed, hiddenEntries, raw } = answer;
  return (
    <div className="flex flex-col gap-5">
      <Facts
        facts={[
          [t("received"), words.time(delivery.receivedAt)],
          [
            t("state"),
            <Badge key="state" tone={deliveryTones[delivery.status]}>
              {t(`tab.${delivery.status}`)}
            </Badge>,
          ],
          ...(delivery.error ? [[t("why"), delivery.error] as [string, string]] : []),
          ...(delivery.replayedAt
            ? [[t("replayedAt"), words.time(delivery.replayedAt)] as [string, string]]
            : []),
          [
            t("requestId"),
            <code key="request" className="text-xs">
              {delivery.requestId}
            </code>,
          ],
          [t("size"), words.bytes(delivery.bytes)],
        ]}
      />
      <Made title={t("messages")} count={messages.length}>
        {messages.map(({ providerMessageId, type, from, made }) => (
          <li key={providerMessageId} className="flex flex-wrap items-center gap-2 py-2">
            <Badge>{type}</Badge>
            <span className="tnum" dir="ltr">
              {from}
            </span>
            {made ? (
              <span className="ms-auto flex flex-wrap gap-3 text-[0.8125rem]">
                <Link
                  className="text-accent-text hover:underline"
                  href={`/inbox?conversation=${made.conversationId}`}
                >
                  {t("conversation")}
                </Link>
                {made.jobId !== null && (
                  <Link
                    className="text-accent-text hover:underline"
                    href={`/operations/jobs?job=${made.jobId}`}
                  >
                    {t("job", { id: made.jobId })}
                  </Link>
                )}
              </span>
            ) : (
              <span className="ms-auto text-[0.8125rem] text-danger-text">{t("notMade")}</span>
            )}
          </li>
        ))}
      </Made>
      <Made title={t("receipts")} count={receipts.length}>
        {receipts.map(({ providerMessageId, status, errorCode, made }) => (
          <li key={`${providerMessageId} ${status}`} className="flex flex-wrap items-center gap-2 py-2">
            <Badge tone={status === "failed" ? "danger" : "neutral"}>
              {status}
              {errorCode && ` ${errorCode}`}
            </Badge>
            <code className="max-w-full truncate text-xs text-faint">{providerMessageId}</code>
            <span className="ms-auto text-[0.8125rem] text-soft">
              {made?.appliedAt ? t("applied") : made ? t("waits") : t("notMade")}
            </span>
          </li>
        ))}
      </Made>
      <Made title={t("events")} count={events.length}>
        {events.map(({ field, event, severity }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike, and none moves
          <li key={at} className="flex flex-wrap gap-2 py-2">
            <Badge tone={severity === "critical" ? "danger" : severity === "warning" ? "warn" : "neutral"}>
              {field}
            </Badge>
            {event}
          </li>
        ))}
      </Made>
      {malformed.length > 0 && (
        <p className="text-[0.8125rem] break-words text-danger-text">
          {t("malformed")}: {malformed.join("; ")}
        </p>
      )}
      <details className="group">
        <summary className="rounded text-sm font-semibold">{t("raw")}</summary>
        {hiddenEntries > 0 && (
          <p className="mt-1 text-xs text-faint">{t("hidden", { count: hiddenEntries })}</p>
        )}
        <pre
          dir="ltr"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
          tabIndex={0}
          className="mt-2 max-h-96 overflow-auto rounded-control border border-line bg-sunken p-3 font-mono text-xs"
        >
          {raw}
        </pre>
      </details>
    </div>
  );
}

function Made({ title, count, children }: { title: string; count: number; children: React.ReactNode }) {
  if (count === 0) return null;
  return (
    <div>
      <h3 className="text-sm font-semibold">
        {title} <span className="tnum font-normal text-faint">{count}</span>
      </h3>
      <ul className="divide-y divide-line text-sm">{children}</ul>
    </div>
  );
}
