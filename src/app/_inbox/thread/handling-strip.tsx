"use client";

import clsx from "clsx";
import { AlarmClock, Hand, Sparkles, UserRound } from "lucide-react";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { useSession } from "@/app/_inbox/shell/session";
import { Button } from "@/app/_kit/button";
import { Kbd } from "@/app/_kit/kbd";
import { LabelChip } from "@/app/_kit/label-chip";
import type { HeaderProps } from "./thread-header";

const MINUTE_MS = 60_000;

/** Who answers here, and the one button that changes it. */
export function HandlingStrip({ conversation, act }: Pick<HeaderProps, "conversation" | "act">) {
  const t = useTranslations("thread");
  const { user } = useSession();
  const { mode, assignee, isWaiting, labels, snoozedUntil, deletedAt } = conversation;
  const isBot = mode === "BOT";
  const isMine = assignee?.id === user.id;
  const tone = isBot ? "text-info-text" : isWaiting ? "bg-warn-soft text-warn-text" : "text-soft";
  const Icon = isBot ? Sparkles : isWaiting ? Hand : UserRound;
  const words = isBot
    ? t("handling.bot")
    : isWaiting
      ? t("handling.waiting")
      : isMine
        ? t("handling.you")
        : assignee
          ? t("handling.person", { name: assignee.name })
          : t("handling.people");
  return (
    <div
      className={clsx(
        "flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line border-t px-3 py-1 text-[0.8125rem] sm:px-4",
        tone,
      )}
    >
      <span className="flex min-w-0 items-center gap-1.5 font-medium">
        <Icon aria-hidden className="size-4 shrink-0" />
        <bdi>{words}</bdi>
      </span>
      {deletedAt === null && (
        <Button
          size="small"
          variant={isBot ? "primary" : "secondary"}
          onClick={() => act({ kind: isBot ? "take-over" : "hand-back" })}
        >
          {t(isBot ? "handling.takeOver" : "handling.handBack")}
          {!isBot && <Kbd keys="t" />}
        </Button>
      )}
      {!isBot && <Returns at={conversation.returnsToBotAt} />}
      {snoozedUntil !== null && <Snoozed until={snoozedUntil} />}
      {labels.length > 0 && (
        <span className="flex min-w-0 flex-wrap gap-1 sm:ms-auto">
          {labels.map((label) => (
            <LabelChip key={label.id} label={label} />
          ))}
        </span>
      )}
    </div>
  );
}

function Returns({ at }: { at: string | null }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const now = useNow({ updateInterval: MINUTE_MS });
  if (at === null) return null;
  const date = new Date(at);
  if (date <= now) return <span className="text-soft">{t("handling.returnsSoon")}</span>;
  return <span className="text-soft">{t("handling.returns", { when: format.relativeTime(date, now) })}</span>;
}

function Snoozed({ until }: { until: string }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const date = new Date(until);
  return (
    <span className="flex items-center gap-1 text-soft">
      <AlarmClock aria-hidden className="size-4" />
      {t("snooze.until", {
        when: format.dateTime(date, {
          weekday: "short",
          day: "numeric",
          month: "short",
          hour: "numeric",
          minute: "2-digit",
        }),
      })}
    </span>
  );
}
