"use client";

import clsx from "clsx";
import {
  AlarmClock,
  Ban,
  Bot,
  CircleAlert,
  CircleDashed,
  Clock3,
  Hand,
  type LucideIcon,
  TimerOff,
  UserRound,
} from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import type { ConversationRow } from "@/app/_contract/conversation";
import { LabelDot } from "@/app/_kit/label-chip";
import { tip } from "@/app/_kit/tip";
import { useClock } from "@/app/_kit/use-clock";
import { useSession } from "../shell/session";
import { windowOf } from "./window-of";

const LABELS_MAX = 2;

/** The third line of a row: who has it, and what wants attention. */
export function LineMarks({ row }: { row: ConversationRow }) {
  return (
    <span className="mt-1 flex h-4.5 items-center gap-1.5 overflow-hidden text-xs">
      <Owner row={row} />
      {row.labels.slice(0, LABELS_MAX).map((label) => (
        <span key={label.id} className="flex min-w-0 items-center gap-1 text-soft">
          <LabelDot color={label.color} />
          <span className="truncate" dir="auto">
            {label.name}
          </span>
        </span>
      ))}
      {row.labels.length > LABELS_MAX && (
        <span className="tnum text-faint">+{row.labels.length - LABELS_MAX}</span>
      )}
      <span className="ms-auto flex shrink-0 items-center gap-1.5">
        <Marks row={row} />
      </span>
    </span>
  );
}

function Owner({ row: { mode, isWaiting, assignee } }: { row: ConversationRow }) {
  const t = useTranslations("inbox");
  const { user } = useSession();
  if (mode === "BOT")
    return (
      <Tag tone="text-soft bg-sunken" icon={Bot}>
        {t("owner.bot")}
      </Tag>
    );
  const isMine = assignee?.id === user.id;
  const who = isMine ? t("owner.you") : (assignee?.name ?? t("owner.nobody"));
  const waiting = isMine ? t("owner.waitingForYou") : t("owner.waitingFor", { name: who });
  if (isWaiting)
    return (
      <Tag tone="text-warn-text bg-warn-soft" icon={Hand}>
        {assignee ? waiting : t("owner.waiting")}
      </Tag>
    );
  return (
    <Tag tone={assignee ? "text-accent-text bg-accent-soft" : "text-soft bg-sunken"} icon={UserRound}>
      {who}
    </Tag>
  );
}

function Tag({ tone, icon: Icon, children }: { tone: string; icon: LucideIcon; children: string }) {
  return (
    <span
      className={clsx(
        "flex h-4.5 max-w-36 min-w-0 shrink-0 items-center gap-1 rounded px-1 font-medium",
        tone,
      )}
    >
      <Icon aria-hidden="true" className="size-3 shrink-0" />
      <span className="truncate" dir="auto">
        {children}
      </span>
    </span>
  );
}

function Marks({ row }: { row: ConversationRow }) {
  const t = useTranslations("inbox");
  const format = useFormatter();
  const now = useClock();
  const window = windowOf(row.windowClosesAt, now);
  const isSnoozed = row.snoozedUntil !== null && new Date(row.snoozedUntil) > now;
  return (
    <>
      {row.hasFailed && row.last?.status !== "FAILED" && (
        <Mark icon={CircleAlert} label={t("marks.failed")} className="text-danger-text" />
      )}
      {row.hasUnknown && row.last?.status !== "UNKNOWN" && (
        <Mark icon={CircleDashed} label={t("marks.unknown")} className="text-warn-text" />
      )}
      {row.isOptedOut && <Mark icon={Ban} label={t("marks.optedOut")} className="text-danger-text" />}
      {isSnoozed && (
        <Mark
          icon={AlarmClock}
          label={t("marks.snoozed", {
            time: format.dateTime(new Date(row.snoozedUntil ?? 0), {
              dateStyle: "medium",
              timeStyle: "short",
            }),
          })}
          className="text-info-text"
        />
      )}
      {window.state === "closing" && (
        <span
          className="tnum flex items-center gap-0.5 font-medium text-warn-text"
          {...tip(t("marks.closingHint"))}
        >
          <Clock3 aria-hidden="true" className="size-3" />
          {t("marks.closing", { minutes: window.minutes })}
        </span>
      )}
      {window.state === "closed" && <Mark icon={TimerOff} label={t("marks.closed")} className="text-faint" />}
    </>
  );
}

function Mark({ icon: Icon, label, className }: { icon: LucideIcon; label: string; className: string }) {
  return (
    <span role="img" aria-label={label} {...tip(label)} className={className}>
      <Icon aria-hidden="true" className="size-3.5" />
    </span>
  );
}
