"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Table } from "@/app/_kit/table";
import { tip } from "@/app/_kit/tip";
import { Card } from "@/app/_operations/shared/section";
import { useWords } from "@/app/_operations/shared/use-words";
import type { Day } from "./day";

const HEIGHT = 120;
const WIDTH = 600;
const GAP = 3;

/** A bar for each day. What it shows stands as a table below it, which is what a screen reader gets. */
export function CostChart({ days }: { days: Day[] }) {
  const t = useTranslations("operations.aiCost");
  const format = useFormatter();
  const words = useWords();
  const most = Math.max(1, ...days.map(({ microUsd }) => microUsd));
  const step = WIDTH / days.length;
  const dayOf = (day: string) =>
    format.dateTime(new Date(`${day}T12:00:00Z`), { day: "numeric", month: "short", timeZone: "UTC" });
  const [first, last] = [days[0], days.at(-1)];
  return (
    <Card>
      <p aria-hidden="true" className="tnum mb-1 text-end text-xs text-faint">
        {words.usd(most)}
      </p>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-36 w-full rtl:-scale-x-100"
      >
        <line x1="0" x2={WIDTH} y1="0.5" y2="0.5" className="stroke-line" strokeDasharray="4 4" />
        {days.map(({ day, microUsd, calls }, at) => {
          const height = microUsd === 0 ? 0 : Math.max(2, (microUsd / most) * HEIGHT);
          return (
            <g
              key={day}
              {...tip(`${dayOf(day)}: ${words.usd(microUsd)} · ${t("callCount", { count: calls })}`)}
            >
              <rect x={at * step} y="0" width={step} height={HEIGHT} className="fill-transparent" />
              <rect
                x={at * step + GAP / 2}
                y={HEIGHT - height}
                width={Math.max(1, step - GAP)}
                height={height}
                rx="1.5"
                className="fill-accent"
              />
            </g>
          );
        })}
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-line-strong" />
      </svg>
      <p aria-hidden="true" className="mt-1 flex justify-between text-xs text-faint">
        <span>{first && dayOf(first.day)}</span>
        <span>{last && dayOf(last.day)}</span>
      </p>
      <details className="mt-3">
        <summary className="rounded text-[0.8125rem] text-soft">{t("asTable")}</summary>
        <div className="mt-2">
          <Table
            caption={t("byDay")}
            rows={days.toReversed()}
            rowKey={({ day }) => day}
            columns={[
              { key: "day", header: t("day"), cell: ({ day }) => dayOf(day) },
              { key: "calls", header: t("calls"), cell: ({ calls }) => words.count(calls), isEnd: true },
              {
                key: "tokens",
                header: t("tokens"),
                cell: ({ inputTokens, outputTokens }) => words.count(inputTokens + outputTokens),
                isEnd: true,
              },
              { key: "cost", header: t("cost"), cell: ({ microUsd }) => words.usd(microUsd), isEnd: true },
            ]}
          />
        </div>
      </details>
    </Card>
  );
}
