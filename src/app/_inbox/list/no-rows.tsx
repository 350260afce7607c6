"use client";

import { CircleCheck, Inbox, SearchX, Tag } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button, buttonClass } from "@/app/_kit/button";
import { EmptyState } from "@/app/_kit/empty-state";
import { useCounts } from "./conversations-query";
import type { ListState } from "./list-state";

interface NoRowsProps {
  state: ListState;
  onChange: (change: Partial<ListState>) => void;
}

/** Why there is nothing, and what can be done about it. */
export function NoRows({ state, onChange }: NoRowsProps) {
  const t = useTranslations("inbox");
  const { data: counts } = useCounts();
  const button = (label: string, change: Partial<ListState>) => (
    <Button onClick={() => onChange(change)}>{label}</Button>
  );
  if (state.search !== "")
    return (
      <Nothing
        icon={<SearchX />}
        title={t("empty.noHits", { search: state.search })}
        hint={t("empty.noHitsHint")}
      >
        {state.view !== "all" || state.state !== "open" || state.label !== null
          ? button(t("empty.searchAll"), { view: "all", state: "open", label: null })
          : null}
        {button(t("empty.clearSearch"), { search: "" })}
      </Nothing>
    );
  if (state.label !== null)
    return (
      <Nothing icon={<Tag />} title={t("empty.noLabel")} hint={t("empty.noLabelHint")}>
        {button(t("empty.clearLabel"), { label: null })}
      </Nothing>
    );
  const hasAny = counts === undefined || Object.values(counts.states).some((count) => count > 0);
  if (!hasAny)
    return (
      <Nothing icon={<Inbox />} title={t("empty.never")} hint={t("empty.neverHint")}>
        <Link href="/operations/integrations" prefetch={false} className={buttonClass("primary")}>
          {t("empty.setUp")}
        </Link>
      </Nothing>
    );
  const name = `${state.view}_${state.state}`;
  const title = state.state === "open" ? t(`empty.open.${state.view}`) : t(`empty.states.${state.state}`);
  return (
    <Nothing icon={<CircleCheck />} title={title} hint={state.state === "open" ? t("empty.openHint") : null}>
      {name === "all_open"
        ? button(t("empty.seeClosed"), { state: "closed" })
        : button(t("empty.seeAll"), { view: "all", state: "open" })}
    </Nothing>
  );
}

interface NothingProps {
  icon: ReactNode;
  title: string;
  hint: string | null;
  children: ReactNode;
}

function Nothing({ icon, title, hint, children }: NothingProps) {
  return (
    <div className="h-full overflow-y-auto">
      <EmptyState icon={icon} title={title} action={children}>
        {hint}
      </EmptyState>
    </div>
  );
}
