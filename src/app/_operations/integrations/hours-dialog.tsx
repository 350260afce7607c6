"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { changeNumber } from "@/app/_contract/integration-operations";
import { Switch } from "@/app/_kit/choice";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { Select, TextField } from "@/app/_kit/field";
import { IconButton } from "@/app/_kit/icon-button";
import { useWork } from "@/app/_operations/shared/use-work";
import type { BusinessNumber } from "./integrations";

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Hours = Pick<BusinessNumber, "name" | "sendsPerSecond" | "timeZone" | "quietHours" | "businessHours">;

const sunday = Date.UTC(2024, 0, 7, 12);

interface HoursDialogProps {
  number: BusinessNumber | null;
  onClose: () => void;
}

export function HoursDialog({ number, onClose }: HoursDialogProps) {
  const t = useTranslations("operations.numbers");
  const common = useTranslations("common");
  const [draft, setDraft] = useState<{ id: string; hours: Hours } | null>(null);
  const hours = number && draft?.id === number.id ? draft.hours : number;
  const save = useWork({
    work: ({ id, hours: given }: { id: string; hours: Hours }) => {
      const { name, sendsPerSecond, timeZone, quietHours, businessHours } = given;
      return callInbox<typeof changeNumber>("PATCH", "/api/inbox/integrations/{id}", {
        params: { id },
        body: { name, sendsPerSecond, timeZone, quietHours, businessHours },
      });
    },
    changes: [["integrations"]],
    done: () => t("changed"),
  });
  const close = () => {
    setDraft(null);
    onClose();
  };
  return (
    <ConfirmDialog
      isOpen={number !== null}
      onOpenChange={close}
      title={t("hoursOne", { name: number?.name ?? "" })}
      description={t("hoursHint")}
      confirmLabel={common("save")}
      onConfirm={() => number && hours && save.mutateAsync({ id: number.id, hours })}
    >
      {number && hours && (
        <HoursForm hours={hours} onChange={(changed) => setDraft({ id: number.id, hours: changed })} />
      )}
    </ConfirmDialog>
  );
}

function HoursForm({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const t = useTranslations("operations.numbers");
  const { quietHours, businessHours } = hours;
  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <div className="flex flex-col gap-4">
      <TextField
        label={t("name")}
        dir="auto"
        value={hours.name}
        onChange={(event) => onChange({ ...hours, name: event.target.value })}
      />
      <Select
        label={t("timeZone")}
        value={hours.timeZone ?? ""}
        placeholder="UTC"
        options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        onChange={(event) => onChange({ ...hours, timeZone: event.target.value || null })}
      />
      <TextField
        label={t("limit")}
        hint={t("limitHint")}
        type="number"
        min={1}
        max={1_000}
        value={hours.sendsPerSecond}
        onChange={(event) => onChange({ ...hours, sendsPerSecond: Number(event.target.value) })}
      />
      <Switch
        label={t("quietHours")}
        hint={t("quietHoursHint")}
        checked={quietHours !== null}
        onCheckedChange={(isOn) =>
          onChange({ ...hours, quietHours: isOn ? { from: "22:00", to: "07:00" } : null })
        }
      />
      {quietHours && (
        <Times
          label={t("quietHours")}
          from={quietHours.from}
          to={quietHours.to}
          onChange={(from, to) => onChange({ ...hours, quietHours: { from, to } })}
        />
      )}
      <Switch
        label={t("businessHours")}
        hint={t("businessHoursHint")}
        checked={businessHours !== null}
        onCheckedChange={(isOn) => onChange({ ...hours, businessHours: isOn ? workdays() : null })}
      />
      {businessHours && (
        <Days
          businessHours={businessHours}
          onChange={(changed) => onChange({ ...hours, businessHours: changed })}
        />
      )}
    </div>
  );
}

type BusinessHours = NonNullable<Hours["businessHours"]>;

function workdays(): BusinessHours {
  return Object.fromEntries(days.slice(0, 5).map((day) => [day, [["09:00", "18:00"]]]));
}

function Days({
  businessHours,
  onChange,
}: {
  businessHours: BusinessHours;
  onChange: (hours: BusinessHours) => void;
}) {
  const t = useTranslations("operations.numbers");
  const format = useFormatter();
  const nameOf = (at: number) =>
    format.dateTime(new Date(sunday + (at + 1) * 86_400_000), { weekday: "long", timeZone: "UTC" });
  return (
    <ul className="flex flex-col gap-2">
      {days.map((day, at) => {
        const spans = businessHours[day] ?? [];
        const change = (next: [string, string][]) => {
          const { [day]: _, ...others } = businessHours;
          onChange(next.length === 0 ? others : { ...others, [day]: next });
        };
        return (
          <li key={day} className="flex flex-wrap items-start gap-2">
            <span className="w-24 shrink-0 pt-2 text-[0.8125rem]">{nameOf(at)}</span>
            <div className="flex min-w-0 flex-1 flex-col gap-1">
              {spans.length === 0 && <span className="pt-2 text-[0.8125rem] text-faint">{t("closed")}</span>}
              {spans.map(([from, to], span) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: spans have no other name than their place
                <div key={span} className="flex items-center gap-1">
                  <Times
                    label={nameOf(at)}
                    from={from}
                    to={to}
                    onChange={(...times) => change(spans.map((old, other) => (other === span ? times : old)))}
                  />
                  <IconButton
                    label={t("removeSpan", { day: nameOf(at) })}
                    size="small"
                    onClick={() => change(spans.filter((_, other) => other !== span))}
                  >
                    <X className="size-3.5" />
                  </IconButton>
                </div>
              ))}
            </div>
            <IconButton
              label={t("addSpan", { day: nameOf(at) })}
              size="small"
              className="mt-1"
              onClick={() => change([...spans, ["09:00", "18:00"]])}
            >
              <Plus className="size-3.5" />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}

interface TimesProps {
  label: string;
  from: string;
  to: string;
  onChange: (from: string, to: string) => void;
}

function Times({ label, from, to, onChange }: TimesProps) {
  const t = useTranslations("operations.numbers");
  return (
    <div className="flex items-center gap-1.5" dir="ltr">
      <TextField
        label={t("from", { what: label })}
        isLabelHidden
        type="time"
        value={from}
        onChange={(event) => onChange(event.target.value, to)}
      />
      <span aria-hidden="true">–</span>
      <TextField
        label={t("to", { what: label })}
        isLabelHidden
        type="time"
        // 24:00 is stored and no browser's time field has it; midnight of the next day is the same moment.
        value={to === "24:00" ? "00:00" : to}
        onChange={(event) => onChange(from, event.target.value)}
      />
    </div>
  );
}
