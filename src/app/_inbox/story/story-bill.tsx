"use client";

import { BookOpen } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import type { MessageStory as Story } from "@/app/_contract/story";
import { storyBill } from "./story-lines";

/** 0.0021 $: fractions of a cent count here. */
export function dollars(microUsd: number, format: ReturnType<typeof useFormatter>): string {
  return format.number(microUsd / 1_000_000, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: 2,
    maximumFractionDigits: 5,
  });
}

/** What it took: time, tokens, money; and what the answer leans on. */
export function StoryBill({ story }: { story: Story }) {
  const t = useTranslations("story");
  const format = useFormatter();
  const bill = storyBill(story);
  const figures: [string, string][] = [
    [
      t("bill.took"),
      bill.tookMs === null
        ? "–"
        : t("seconds", { seconds: format.number(bill.tookMs / 1000, { maximumFractionDigits: 1 }) }),
    ],
    [t("bill.model"), bill.model ?? "–"],
    [t("bill.tokens"), t("bill.inOut", { input: bill.inputTokens, output: bill.outputTokens })],
    [t("bill.cost"), bill.microUsd === null ? "–" : dollars(bill.microUsd, format)],
  ];
  return (
    <section className="mb-5 flex flex-col gap-3">
      <dl className="grid grid-cols-2 gap-2">
        {figures.map(([name, value]) => (
          <div key={name} className="rounded-lg bg-sunken px-3 py-2">
            <dt className="text-soft text-xs">{name}</dt>
            <dd className="tnum truncate font-medium text-sm">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {bill.sources.length > 0 && (
        <div>
          <h3 className="mb-1 font-medium text-[0.8125rem]">{t("sources")}</h3>
          <ul className="flex flex-wrap gap-1.5">
            {bill.sources.map(({ documentId, title }) => (
              <li
                key={documentId}
                className="flex items-center gap-1 rounded-md border border-line px-2 py-0.5 text-[0.8125rem]"
              >
                <BookOpen aria-hidden className="size-3.5 text-soft" />
                <bdi>{title}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
