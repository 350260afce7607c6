"use client";

import { useQuery } from "@tanstack/react-query";
import { ChartColumn, Download } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { showAiCost } from "@/app/_contract/ai-cost-operations";
import { buttonClass } from "@/app/_kit/button";
import { EmptyState } from "@/app/_kit/empty-state";
import { Select } from "@/app/_kit/field";
import { PageHeader } from "@/app/_kit/page-header";
import { RelativeTime } from "@/app/_kit/relative-time";
import { type Column, Table } from "@/app/_kit/table";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Section, Stat, Stats } from "@/app/_operations/shared/section";
import { useWords } from "@/app/_operations/shared/use-words";
import { CostChart } from "./cost-chart";
import type { Day } from "./day";

type Answer = z.output<typeof showAiCost.answer>;
type Spent = Omit<Day, "day">;

const periods = [7, 30, 90];

export function AiCost() {
  const t = useTranslations("operations");
  const [days, setDays] = useState(30);
  const query = useQuery({
    queryKey: ["ai-cost", days],
    queryFn: ({ signal }) =>
      callInbox<typeof showAiCost>("GET", "/api/inbox/ai-cost", { query: { days }, signal }),
  });
  const actions = (
    <>
      <Select
        label={t("aiCost.period")}
        isLabelHidden
        value={String(days)}
        onChange={(event) => setDays(Number(event.target.value))}
        options={periods.map((count) => ({ value: String(count), label: t("aiCost.lastDays", { count }) }))}
      />
      <a className={buttonClass()} href={`/api/inbox/ai-cost/export?days=${days}`} download>
        <Download aria-hidden="true" className="size-4" />
        CSV
      </a>
    </>
  );
  return (
    <>
      <PageHeader
        title={t("sections.ai-cost.title")}
        description={t("sections.ai-cost.description")}
        actions={actions}
      />
      <QueryView query={query}>{(answer) => <Found answer={answer} />}</QueryView>
    </>
  );
}

function Found({ answer }: { answer: Answer }) {
  const t = useTranslations("operations.aiCost");
  const words = useWords();
  const { days, models, purposes, conversations, failures } = answer;
  const spent: Column<Spent>[] = useSpentColumns();
  if (models.length === 0 && answer.today.microUsd === 0)
    return (
      <>
        <Today answer={answer} />
        <EmptyState icon={<ChartColumn />} title={t("none")}>
          {t("noneHint")}
        </EmptyState>
      </>
    );
  return (
    <>
      <Today answer={answer} />
      <Section title={t("byDay")} description={t("byDayHint")}>
        <CostChart days={days} />
      </Section>
      <Section title={t("byModel")}>
        <Table
          caption={t("byModel")}
          rows={models}
          rowKey={({ provider, model }) => `${provider}/${model}`}
          columns={[
            { key: "model", header: t("model"), cell: ({ provider, model }) => `${provider}/${model}` },
            ...spent,
          ]}
        />
      </Section>
      <Section title={t("byPurpose")}>
        <Table
          caption={t("byPurpose")}
          rows={purposes}
          rowKey={({ purpose }) => purpose}
          columns={[
            {
              key: "purpose",
              header: t("purpose"),
              cell: ({ purpose }) =>
                t.has(`purposes.${purpose}` as never) ? t(`purposes.${purpose}` as never) : purpose,
            },
            ...spent,
          ]}
        />
      </Section>
      {conversations.length > 0 && (
        <Section title={t("conversations")}>
          <Table
            caption={t("conversations")}
            rows={conversations}
            rowKey={({ conversationId }) => conversationId}
            columns={[
              {
                key: "name",
                header: t("customer"),
                cell: ({ conversationId, name }) => (
                  <Link
                    className="text-accent-text hover:underline"
                    href={`/inbox?conversation=${conversationId}`}
                  >
                    <span dir="auto">{name}</span>
                  </Link>
                ),
              },
              { key: "calls", header: t("calls"), cell: ({ calls }) => words.count(calls), isEnd: true },
              { key: "cost", header: t("cost"), cell: ({ microUsd }) => words.usd(microUsd), isEnd: true },
            ]}
          />
        </Section>
      )}
      {failures.length > 0 && <Failures failures={failures} />}
    </>
  );
}

function Today({ answer }: { answer: Answer }) {
  const t = useTranslations("operations.aiCost");
  const words = useWords();
  const { microUsd, calls, budgetMicroUsd, contactBudgetMicroUsd } = answer.today;
  const sum = answer.days.reduce((total, day) => total + day.microUsd, 0);
  const share = budgetMicroUsd ? microUsd / budgetMicroUsd : 0;
  return (
    <Stats>
      <Stat
        name={t("today")}
        value={words.usd(microUsd)}
        hint={
          budgetMicroUsd === null ? (
            t("noBudget")
          ) : (
            <>
              {t("ofBudget", { budget: words.usd(budgetMicroUsd), percent: Math.round(share * 100) })}
              <progress
                aria-label={t("budgetUsed")}
                max={1}
                value={Math.min(1, share)}
                className="mt-1.5 block h-1.5 w-full overflow-hidden rounded-full accent-accent"
              />
            </>
          )
        }
        isBad={share >= 1}
      />
      <Stat name={t("callsToday")} value={words.count(calls)} />
      <Stat name={t("sum")} value={words.usd(sum)} />
      <Stat
        name={t("contactBudget")}
        value={contactBudgetMicroUsd === null ? "–" : words.usd(contactBudgetMicroUsd)}
        hint={t("contactBudgetHint")}
      />
    </Stats>
  );
}

function useSpentColumns(): Column<Spent>[] {
  const t = useTranslations("operations.aiCost");
  const words = useWords();
  return [
    { key: "calls", header: t("calls"), cell: ({ calls }) => words.count(calls), isEnd: true },
    { key: "failed", header: t("failed"), cell: ({ failed }) => words.count(failed), isEnd: true },
    { key: "in", header: t("inputTokens"), cell: ({ inputTokens }) => words.count(inputTokens), isEnd: true },
    { key: "cached", header: t("cachedTokens"), cell: (row) => words.count(row.cachedTokens), isEnd: true },
    { key: "out", header: t("outputTokens"), cell: (row) => words.count(row.outputTokens), isEnd: true },
    {
      key: "cost",
      header: t("cost"),
      cell: ({ microUsd, unpriced }) => (
        <>
          {words.usd(microUsd)}
          {unpriced > 0 && (
            <span className="block text-xs text-warn-text">{t("unpriced", { count: unpriced })}</span>
          )}
        </>
      ),
      isEnd: true,
    },
  ];
}

function Failures({ failures }: { failures: Answer["failures"] }) {
  const t = useTranslations("operations.aiCost");
  const words = useWords();
  return (
    <Section title={t("failures")} description={t("failuresHint")}>
      <Table
        caption={t("failures")}
        rows={failures}
        rowKey={({ provider, model, errorCode }) => `${provider}/${model} ${errorCode}`}
        columns={[
          { key: "model", header: t("model"), cell: ({ provider, model }) => `${provider}/${model}` },
          {
            key: "code",
            header: t("error"),
            cell: ({ errorCode }) => <code className="text-xs">{errorCode}</code>,
          },
          { key: "calls", header: t("calls"), cell: ({ calls }) => words.count(calls), isEnd: true },
          { key: "last", header: t("last"), cell: ({ lastAt }) => <RelativeTime at={lastAt} />, isEnd: true },
        ]}
      />
    </Section>
  );
}
