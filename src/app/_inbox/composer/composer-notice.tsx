"use client";

import clsx from "clsx";
import { Ban, Bot, CircleAlert, Clock, Hourglass, Trash2, Users, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/app/_kit/button";
import { Kbd } from "@/app/_kit/kbd";
import type { ComposerKind, ComposerMachine } from "./composer-state";

const icons: Partial<Record<ComposerKind, typeof Clock>> = {
  offline: WifiOff,
  window_closing: Clock,
  rate_limited: Hourglass,
  bot_owned: Bot,
  window_closed: Clock,
  never_messaged: Clock,
  opted_out: Ban,
  channel_broken: CircleAlert,
  group: Users,
  deleted: Trash2,
};

/** 1:05:09, or 4:30. */
function left(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A line above the box: it can still be written in, but not as always. */
export function ComposerLine({ machine }: { machine: ComposerMachine }) {
  const t = useTranslations("composer");
  const { leftMs } = machine;
  // It stays during a send: the box does not jump under the hands of whoever writes on.
  const kind = machine.kind === "sending" && leftMs !== null ? "window_closing" : machine.kind;
  if (kind !== "offline" && kind !== "window_closing" && kind !== "rate_limited") return null;
  const Icon = icons[kind] ?? Clock;
  return (
    <p
      role={kind === "window_closing" ? undefined : "status"}
      className={clsx(
        "mx-2 mt-2 flex items-center gap-2 rounded-md px-2.5 py-1.5 text-[0.8125rem]",
        kind === "offline" ? "bg-sunken text-soft" : "bg-warn-soft text-warn-text",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="tnum">
        {kind === "rate_limited"
          ? t("state.rate_limited", { seconds: Math.ceil((leftMs ?? 0) / 1000) })
          : kind === "window_closing"
            ? t("state.window_closing", { left: left(leftMs ?? 0) })
            : t("state.offline")}
      </span>
    </p>
  );
}

interface Instead {
  machine: ComposerMachine;
  onTakeOver: () => void;
  onRestore: () => void;
  hasDraft: boolean;
  children?: ReactNode;
}

/** In place of the box: why nothing can be written here, and what can be done instead. */
export function ComposerInstead({ machine, onTakeOver, onRestore, hasDraft, children }: Instead) {
  const t = useTranslations("composer");
  const { kind } = machine;
  const Icon = icons[kind] ?? CircleAlert;
  // The number's own reason is the server's; everything else is said in the reader's language.
  const detail = kind === "channel_broken" ? machine.reason : null;
  return (
    <div data-instead className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-full bg-sunken text-soft">
          <Icon aria-hidden className="size-4.5" />
        </span>
        <div className="min-w-48 flex-1">
          <p className="font-medium text-sm">{t(`instead.${kind as "bot_owned"}.title`)}</p>
          <p className="text-[0.8125rem] text-soft">{t(`instead.${kind as "bot_owned"}.words`)}</p>
          {detail !== null && (
            <p dir="auto" className="text-[0.8125rem] text-soft">
              {detail}
            </p>
          )}
        </div>
        {kind === "bot_owned" && (
          <Button variant="primary" onClick={onTakeOver}>
            {t("takeOver")}
            <Kbd keys="t" />
          </Button>
        )}
        {kind === "deleted" && <Button onClick={onRestore}>{t("restore")}</Button>}
      </div>
      {hasDraft && <p className="text-soft text-xs">{t("draftKept")}</p>}
      {children}
    </div>
  );
}
