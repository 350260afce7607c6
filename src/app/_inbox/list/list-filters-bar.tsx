"use client";

import clsx from "clsx";
import { ChevronDown, Tag } from "lucide-react";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useCounts } from "./conversations-query";
import { type ListState, listStates } from "./list-state";
import { useLabels } from "./use-labels";

interface ListFiltersBarProps {
  state: ListState;
  onChange: (change: Partial<ListState>) => void;
}

/** Open, snoozed, closed or deleted; and which label. The browser's own lists: nothing to load, a wheel on a phone. */
export function ListFiltersBar({ state, onChange }: ListFiltersBarProps) {
  const t = useTranslations("inbox");
  const format = useFormatter();
  const { data: counts } = useCounts();
  const { data: labels = [] } = useLabels();
  return (
    <div className="flex items-center gap-1.5">
      {(labels.length > 0 || state.label !== null) && (
        <Choice
          label={t("labelFilter")}
          value={state.label ?? ""}
          isSet={state.label !== null}
          icon={<Tag aria-hidden="true" className="size-3.5 shrink-0" />}
          onChange={(event) => onChange({ label: Number(event.target.value) || null })}
          className="max-w-28"
        >
          <option value="">{t("anyLabel")}</option>
          {labels.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      <Choice
        label={t("stateFilter")}
        value={state.state}
        isSet={state.state !== "open"}
        onChange={(event) => onChange({ state: event.target.value as ListState["state"] })}
      >
        {listStates.map((name) => (
          <option key={name} value={name}>
            {t(`states.${name}`)}
            {counts && name !== state.state && counts.states[name] > 0
              ? ` (${format.number(counts.states[name], { notation: "compact" })})`
              : ""}
          </option>
        ))}
      </Choice>
    </div>
  );
}

interface ChoiceProps extends ComponentPropsWithRef<"select"> {
  label: string;
  icon?: ReactNode;
  /** It is not as usual: said by its colour, too. */
  isSet: boolean;
}

function Choice({ label, icon, isSet, className, ...rest }: ChoiceProps) {
  return (
    <span
      className={clsx(
        "relative flex h-7 items-center rounded-md border text-[0.8125rem] font-medium touch:h-11",
        isSet
          ? "border-accent/40 bg-accent-soft text-accent-text"
          : "border-line-strong text-soft hover:bg-hover hover:text-ink",
      )}
    >
      {icon && <span className="pointer-events-none absolute start-2">{icon}</span>}
      <select
        {...rest}
        aria-label={label}
        className={clsx(
          "field-sizing-content h-full min-w-0 appearance-none truncate rounded-md bg-transparent pe-6.5 [&>option]:bg-raised [&>option]:text-ink",
          icon ? "ps-7" : "ps-2.5",
          className,
        )}
      />
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute end-2 size-3.5" />
    </span>
  );
}
