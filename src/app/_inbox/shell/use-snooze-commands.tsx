"use client";

import { useQueryClient } from "@tanstack/react-query";
import { AlarmClock, AlarmClockOff } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { snoozeChoices } from "../list/snooze-choices";
import { findRow, useTriage } from "../list/use-triage";
import type { Command } from "./command-items";

/** Until when a conversation can be put aside. */
export function useSnoozeCommands(ids: readonly number[]): Command[] {
  const t = useTranslations("inbox");
  const format = useFormatter();
  const triage = useTriage();
  const queryClient = useQueryClient();
  const choices = snoozeChoices(new Date()).map(({ choice, until }) => ({
    value: choice,
    label: t(`snooze.${choice}`),
    hint: format.dateTime(until, { weekday: "short", hour: "2-digit", minute: "2-digit" }),
    icon: <AlarmClock />,
    run: () => void triage(ids, { kind: "snooze", until: until.toISOString() }),
  }));
  const isSnoozed = ids.some((id) => findRow(queryClient, id)?.snoozedUntil);
  const wake: Command = {
    value: "wake",
    label: t("snooze.wake"),
    icon: <AlarmClockOff />,
    run: () => void triage(ids, { kind: "snooze", until: null }),
  };
  return isSnoozed ? [wake, ...choices] : choices;
}
