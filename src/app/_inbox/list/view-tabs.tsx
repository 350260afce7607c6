"use client";

import clsx from "clsx";
import type { MouseEvent } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useCounts } from "./conversations-query";
import { type ListState, listViews, writeListState } from "./list-state";

interface ViewTabsProps {
  state: ListState;
  onChange: (change: Partial<ListState>) => void;
}

/** Whose they are. Links, as each is an address of its own. */
export function ViewTabs({ state, onChange }: ViewTabsProps) {
  const t = useTranslations("inbox");
  const format = useFormatter();
  const { data: counts } = useCounts();
  const open = (view: ListState["view"]) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onChange({ view });
  };
  return (
    <nav aria-label={t("viewsLabel")} className="h-9 touch:h-11">
      <ul className="flex h-full [scrollbar-width:none] gap-3 overflow-x-auto px-3.5">
        {listViews.map((view) => {
          const isHere = view === state.view;
          const count = state.state === "open" ? counts?.views[view] : undefined;
          return (
            <li key={view} className="h-full shrink-0">
              <a
                href={writeListState({ ...state, view })}
                onClick={open(view)}
                aria-current={isHere ? "page" : undefined}
                className={clsx(
                  "focus-inset relative flex h-full items-center gap-1 text-[0.8125rem] transition-colors",
                  "after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:rounded-full after:transition-colors",
                  isHere
                    ? "font-semibold text-ink after:bg-accent"
                    : "font-medium text-soft after:bg-transparent hover:text-ink",
                )}
              >
                {t(`views.${view}`)}
                {count !== undefined && count > 0 && (
                  <span
                    className={clsx(
                      "tnum text-[0.6875rem] font-medium",
                      view === "waiting" ? "text-warn-text" : "text-faint",
                    )}
                  >
                    {format.number(count, { notation: "compact", maximumFractionDigits: 1 })}
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
