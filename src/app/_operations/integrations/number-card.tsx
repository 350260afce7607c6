"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { pauseNumber, resumeNumber } from "@/app/_contract/integration-operations";
import { Badge, type Tone } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { RelativeTime } from "@/app/_kit/relative-time";
import { Facts } from "@/app/_operations/shared/section";
import { useWords } from "@/app/_operations/shared/use-words";
import { useWork } from "@/app/_operations/shared/use-work";
import type { BusinessNumber, NumberTask } from "./integrations";

const statusTones = { ACTIVE: "accent", DISABLED: "neutral", STOPPED: "danger" } as const;
const qualityTones: Record<string, Tone> = { GREEN: "accent", YELLOW: "warn", RED: "danger" };

interface NumberCardProps {
  number: BusinessNumber;
  onTask: (task: NumberTask) => void;
}

export function NumberCard({ number, onTask }: NumberCardProps) {
  const t = useTranslations("operations.numbers");
  const { name, displayPhoneNumber, phoneNumberId, status, stoppedReason, stoppedCode, pausedUntil } = number;
  return (
    <article className="flex h-full flex-col rounded-card border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 dir="auto" className="truncate text-sm font-semibold">
            {name}
          </h2>
          <p dir="ltr" className="tnum text-sm text-soft rtl:text-end">
            {displayPhoneNumber ? `+${displayPhoneNumber}` : phoneNumberId}
          </p>
        </div>
        <Badge tone={statusTones[status]}>{t(`status.${status}`)}</Badge>
        {number.isDefault && <Badge>{t("default")}</Badge>}
      </div>
      {status === "STOPPED" && (
        <p className="mt-3 rounded-control bg-danger-soft px-3 py-2 text-[0.8125rem] break-words text-danger-text">
          {t("stoppedHint", { code: stoppedCode ?? "?" })} {stoppedReason}
        </p>
      )}
      {pausedUntil && (
        <p className="mt-3 rounded-control bg-warn-soft px-3 py-2 text-[0.8125rem] text-warn-text">
          {t("pausedUntil")} <RelativeTime at={pausedUntil} />
        </p>
      )}
      <div className="mt-4 flex-1">
        <NumberFacts number={number} />
      </div>
      <div className="mt-4 flex flex-wrap gap-1.5 border-t border-line pt-3">
        <Button size="small" onClick={() => onTask("verify")}>
          {t("verify")}
        </Button>
        <Button size="small" onClick={() => onTask("hours")}>
          {t("hours")}
        </Button>
        <Button size="small" onClick={() => onTask("templates")}>
          {t("templates")}
        </Button>
        <Button size="small" onClick={() => onTask("token")}>
          {t("newToken")}
        </Button>
        <PauseButton number={number} />
      </div>
    </article>
  );
}

function NumberFacts({ number }: { number: BusinessNumber }) {
  const t = useTranslations("operations.numbers");
  const words = useWords();
  const quality = number.qualityRating ?? "UNKNOWN";
  const { from, to } = number.quietHours ?? {};
  return (
    <Facts
      facts={[
        [
          t("quality"),
          <Badge key="quality" tone={qualityTones[quality] ?? "neutral"}>
            {t.has(`qualities.${quality}` as never) ? t(`qualities.${quality}` as never) : quality}
          </Badge>,
        ],
        [t("limit"), t("perSecond", { count: number.sendsPerSecond })],
        [t("token"), t(`tokens.${number.token}`)],
        [
          t("templates"),
          number.templatesSyncedAt ? (
            <span key="templates">
              {t("templateCount", { approved: number.templates.approved, others: number.templates.others })}{" "}
              <RelativeTime at={number.templatesSyncedAt} className="text-faint" />
            </span>
          ) : (
            t("neverSynced")
          ),
        ],
        [t("timeZone"), number.timeZone ?? "UTC"],
        [t("quietHours"), from && to ? `${from} – ${to}` : t("noQuietHours")],
        [
          t("lastMessage"),
          number.lastInboundAt ? <RelativeTime key="last" at={number.lastInboundAt} /> : t("noMessageYet"),
        ],
        [
          t("ids"),
          <code
            key="ids"
            className="text-xs break-all"
          >{`${number.phoneNumberId} · ${number.wabaId ?? "?"}`}</code>,
        ],
      ].map(([name, value]) => [String(name), typeof value === "number" ? words.count(value) : value])}
    />
  );
}

function PauseButton({ number: { id, status, name } }: { number: BusinessNumber }) {
  const t = useTranslations("operations.numbers");
  const [isAsking, setIsAsking] = useState(false);
  const isActive = status === "ACTIVE";
  const act = useWork({
    work: () =>
      isActive
        ? callInbox<typeof pauseNumber>("POST", "/api/inbox/integrations/{id}/pause", { params: { id } })
        : callInbox<typeof resumeNumber>("POST", "/api/inbox/integrations/{id}/resume", { params: { id } }),
    changes: [["integrations"], ["health"]],
  });
  return (
    <>
      <Button size="small" variant="quiet" className="ms-auto" onClick={() => setIsAsking(true)}>
        {isActive ? t("pause") : t("resume")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={isActive ? t("pauseOne", { name }) : t("resumeOne", { name })}
        description={isActive ? t("pauseHint") : t("resumeHint")}
        confirmLabel={isActive ? t("pause") : t("resume")}
        isDangerous={isActive}
        onConfirm={() => act.mutateAsync(undefined)}
      />
    </>
  );
}
