"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { listDeliveries } from "@/app/_contract/delivery-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { EmptyState } from "@/app/_kit/empty-state";
import { PageHeader } from "@/app/_kit/page-header";
import { RelativeTime } from "@/app/_kit/relative-time";
import { type Column, Table } from "@/app/_kit/table";
import { Tabs } from "@/app/_kit/tabs";
import { QueryView } from "@/app/_operations/shared/query-view";
import { useWords } from "@/app/_operations/shared/use-words";
import { DeliveryDialog } from "./delivery-dialog";
import { deliveryTones } from "./delivery-tones";

type Answer = z.output<typeof listDeliveries.answer>;
type Delivery = Answer["deliveries"][number];

const statuses = ["all", "parked", "unrouted", "unrecognised", "ingested"] as const;
type Status = (typeof statuses)[number];

export function Deliveries() {
  const t = useTranslations("operations");
  const router = useRouter();
  const search = useSearchParams();
  const status = statuses.find((each) => each === search.get("status")) ?? "all";
  const shown = search.get("delivery");
  const go = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(change)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    router.replace(`/operations/deliveries?${next}`, { scroll: false });
  };
  const query = useInfiniteQuery({
    queryKey: ["deliveries", status],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before, signal }) =>
      callInbox<typeof listDeliveries>("GET", "/api/inbox/deliveries", { query: { status, before }, signal }),
    getNextPageParam: ({ before }) => before ?? undefined,
  });
  const counts = query.data?.pages[0]?.counts;
  return (
    <>
      <PageHeader title={t("sections.deliveries.title")} description={t("sections.deliveries.description")} />
      <Tabs<Status>
        label={t("deliveries.filter")}
        value={status}
        onValueChange={(next) => go({ status: next === "all" ? null : next })}
        tabs={statuses.map((value) => ({
          value,
          label: t(`deliveries.tab.${value}`),
          ...(value === "parked" || value === "unrouted" ? { count: counts?.[value] } : {}),
        }))}
      >
        <QueryView query={query}>
          {({ pages }) => (
            <Found
              deliveries={pages.flatMap(({ deliveries }) => deliveries)}
              onOpen={(id) => go({ delivery: id })}
            />
          )}
        </QueryView>
        {query.hasNextPage && (
          <div className="mt-4 flex justify-center">
            <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t("older")}
            </Button>
          </div>
        )}
      </Tabs>
      <DeliveryDialog id={shown} onClose={() => go({ delivery: null })} />
    </>
  );
}

function Found({ deliveries, onOpen }: { deliveries: Delivery[]; onOpen: (id: string) => void }) {
  const t = useTranslations("operations.deliveries");
  const words = useWords();
  if (deliveries.length === 0)
    return (
      <EmptyState icon={<Inbox />} title={t("none")}>
        {t("noneHint")}
      </EmptyState>
    );
  const columns: Column<Delivery>[] = [
    {
      key: "received",
      header: t("received"),
      cell: ({ id, receivedAt }) => (
        <button
          type="button"
          className="rounded text-start font-medium text-accent-text underline-offset-2 hover:underline touch:min-h-11"
          onClick={() => onOpen(id)}
        >
          <RelativeTime at={receivedAt} />
          <span className="sr-only"> {t("open")}</span>
        </button>
      ),
      className: "whitespace-nowrap",
    },
    {
      key: "status",
      header: t("state"),
      cell: ({ status, error }) => (
        <>
          <Badge tone={deliveryTones[status]}>{t(`tab.${status}`)}</Badge>
          {error && <p className="mt-1 max-w-md text-xs break-words text-soft">{error}</p>}
        </>
      ),
    },
    { key: "messages", header: t("messages"), cell: (row) => words.count(row.messages), isEnd: true },
    { key: "receipts", header: t("receipts"), cell: (row) => words.count(row.receipts), isEnd: true },
    { key: "events", header: t("events"), cell: (row) => words.count(row.events), isEnd: true },
    { key: "malformed", header: t("malformed"), cell: (row) => words.count(row.malformed), isEnd: true },
    {
      key: "size",
      header: t("size"),
      cell: (row) => words.bytes(row.bytes),
      isEnd: true,
      className: "whitespace-nowrap",
    },
  ];
  return <Table caption={t("filter")} columns={columns} rows={deliveries} rowKey={({ id }) => id} />;
}
