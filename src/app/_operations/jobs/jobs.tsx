"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ListTodo } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { listJobs } from "@/app/_contract/jobs-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { EmptyState } from "@/app/_kit/empty-state";
import { PageHeader } from "@/app/_kit/page-header";
import { RelativeTime } from "@/app/_kit/relative-time";
import { type Column, Table } from "@/app/_kit/table";
import { Tabs } from "@/app/_kit/tabs";
import { QueryView } from "@/app/_operations/shared/query-view";
import { useWords } from "@/app/_operations/shared/use-words";
import { JobDialog } from "./job-dialog";
import { type Job, jobTones, Why } from "./why";

const statuses = ["all", "queued", "running", "uncertain", "failed", "done", "cancelled"] as const;
type Status = (typeof statuses)[number];

/** Without live changes (another tab of the browser has them) the list still moves on. */
const REFRESH_MS = 15_000;

export function Jobs() {
  const t = useTranslations("operations");
  const router = useRouter();
  const search = useSearchParams();
  const status = statuses.find((each) => each === search.get("status")) ?? "all";
  const shown = Number(search.get("job")) || null;
  const go = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(change)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    router.replace(`/operations/jobs?${next}`, { scroll: false });
  };
  const query = useInfiniteQuery({
    queryKey: ["jobs", "list", status],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before, signal }) => {
      const asked = { status: status === "all" ? undefined : status, before };
      return callInbox<typeof listJobs>("GET", "/api/inbox/jobs", { query: asked, signal });
    },
    getNextPageParam: ({ before }) => (before === null ? undefined : String(before)),
    refetchInterval: REFRESH_MS,
  });
  const counts = query.data?.pages[0]?.counts;
  return (
    <>
      <PageHeader title={t("sections.jobs.title")} description={t("sections.jobs.description")} />
      <Tabs<Status>
        label={t("jobs.filter")}
        value={status}
        onValueChange={(next) => go({ status: next === "all" ? null : next })}
        tabs={statuses.map((value) => ({
          value,
          label: t(`jobs.tab.${value}`),
          ...(value === "all" ? {} : { count: counts?.[value] }),
        }))}
      >
        {counts && counts.due > 0 && (
          <p className="mb-3 text-[0.8125rem] text-soft">{t("jobs.dueNow", { count: counts.due })}</p>
        )}
        <QueryView query={query}>
          {({ pages }) => (
            <Found
              jobs={pages.flatMap(({ jobs }) => jobs)}
              status={status}
              onOpen={(id) => go({ job: String(id) })}
              onAll={() => go({ status: null })}
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
      <JobDialog id={shown} onClose={() => go({ job: null })} onOpen={(id) => go({ job: String(id) })} />
    </>
  );
}

interface FoundProps {
  jobs: Job[];
  status: Status;
  onOpen: (id: number) => void;
  onAll: () => void;
}

function Found({ jobs, status, onOpen, onAll }: FoundProps) {
  const t = useTranslations("operations.jobs");
  const columns = useColumns(onOpen);
  if (jobs.length > 0)
    return <Table caption={t("filter")} columns={columns} rows={jobs} rowKey={({ id }) => id} />;
  return (
    <EmptyState
      icon={<ListTodo />}
      title={t(`none.${status}`)}
      action={status !== "all" && <Button onClick={onAll}>{t("showAll")}</Button>}
    >
      {status === "all" && t("noneHint")}
    </EmptyState>
  );
}

function useColumns(onOpen: (id: number) => void): Column<Job>[] {
  const t = useTranslations("operations.jobs");
  const words = useWords();
  return [
    {
      key: "id",
      header: t("job"),
      cell: ({ id, customerName }) => (
        <button
          type="button"
          className="rounded text-start font-medium text-accent-text underline-offset-2 hover:underline touch:min-h-11"
          onClick={() => onOpen(id)}
        >
          <span className="tnum text-faint">{id}</span> <span dir="auto">{customerName}</span>
        </button>
      ),
    },
    {
      key: "status",
      header: t("state"),
      cell: ({ status, isHeld, author }) => (
        <span className="flex flex-wrap gap-1">
          <Badge tone={jobTones[status]}>{t(`tab.${status}`)}</Badge>
          {isHeld && <Badge tone="danger">{t("held")}</Badge>}
          {author === "PERSON" && <Badge>{t("person")}</Badge>}
        </span>
      ),
    },
    {
      key: "why",
      header: t("why"),
      cell: (job) => (
        <div className="min-w-48 max-w-lg text-[0.8125rem] text-soft">
          <Why job={job} onOpen={onOpen} />
        </div>
      ),
    },
    { key: "attempts", header: t("attempts"), cell: ({ attempts }) => words.count(attempts), isEnd: true },
    {
      key: "age",
      header: t("age"),
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
      isEnd: true,
      className: "whitespace-nowrap",
    },
  ];
}
