"use client";

import { AlarmClock, AlarmClockOff, CalendarClock } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useShortcut } from "@/app/_inbox/keys/use-shortcut";
import { snoozeChoices } from "@/app/_inbox/list/snooze-choices";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { TextField } from "@/app/_kit/field";
import { IconButton } from "@/app/_kit/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_kit/menu";
import type { HeaderPart } from "./header-props";

/** Puts a conversation aside until then; the customer's next message brings it back before. */
export function SnoozeMenu({ conversation, act }: HeaderPart) {
  const t = useTranslations("thread");
  const words = useTranslations("inbox");
  const format = useFormatter();
  const [isOpen, setOpen] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  useShortcut("snooze", () => setOpen(true));
  const isSnoozed = conversation.snoozedUntil !== null;
  const snooze = (until: Date | null) => act({ kind: "snooze", until: until?.toISOString() ?? null });
  return (
    <>
      <Menu
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <IconButton label={t("snooze.label")} keys="z" isActive={isSnoozed}>
            <AlarmClock aria-hidden className="size-4.5" />
          </IconButton>
        }
      >
        {isSnoozed && (
          <>
            <MenuItem icon={<AlarmClockOff />} onSelect={() => snooze(null)}>
              {words("snooze.wake")}
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        {snoozeChoices(new Date()).map(({ choice, until }) => (
          <MenuItem key={choice} icon={<AlarmClock />} onSelect={() => snooze(until)}>
            <span className="flex justify-between gap-6">
              {words(`snooze.${choice}`)}
              <span className="tnum text-faint">
                {format.dateTime(until, { weekday: "short", hour: "2-digit", minute: "2-digit" })}
              </span>
            </span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={<CalendarClock />} onSelect={() => setChoosing(true)}>
          {t("snooze.choose")}
        </MenuItem>
      </Menu>
      <ChooseTime isOpen={isChoosing} onOpenChange={setChoosing} onChoose={snooze} />
    </>
  );
}

interface Choosing {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onChoose: (until: Date) => void;
}

function ChooseTime({ isOpen, onOpenChange, onChoose }: Choosing) {
  const t = useTranslations("thread");
  const [value, setValue] = useState("");
  const until = new Date(value);
  const isValid = value !== "" && until.getTime() > Date.now();
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t("snooze.choose")}
      size="small"
      footer={
        <Button
          variant="primary"
          disabled={!isValid}
          onClick={() => {
            onChoose(until);
            onOpenChange(false);
          }}
        >
          {t("snooze.label")}
        </Button>
      }
    >
      <TextField
        type="datetime-local"
        label={t("snooze.at")}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        error={value !== "" && !isValid ? t("snooze.past") : null}
      />
    </Dialog>
  );
}
