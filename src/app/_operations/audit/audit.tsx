"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { AuditEvent, listAuditEvents } from "@/app/_contract/users-operations";
import { Button } from "@/app/_kit/button";
import { EmptyState } from "@/app/_kit/empty-state";
import { Select } from "@/app/_kit/field";
import { PageHeader } from "@/app/_kit/page-header";
import { RelativeTime } from "@/app/_kit/relative-time";
import { type Column, Table } from "@/app/_kit/table";
import { QueryView } from "@/app/_operations/shared/query-view";

/** Tables, by the names they have in the database and in the run-books. */
const entities = [
  "Conversation",
  "Contact",
  "Message",
  "OutboundJob",
  "User",
  "Integration",
  "Persona",
  "Label",
];

export function Audit() {
  const t = useTranslations("account.audit");
  const router = useRouter();
  const search = useSearchParams();
  const entity = search.get("entity") ?? "";
  const query = useInfiniteQuery({
    queryKey: ["audit", entity],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before, signal }) =>
      callInbox<typeof listAuditEvents>("GET", "/api/inbox/audit", {
        query: { entity: entity || undefined, before },
        signal,
      }),
    getNextPageParam: ({ before }) => (before === null ? undefined : String(before)),
  });
  const columns: Column<AuditEvent>[] = [
    {
      key: "when",
      header: t("when"),
      className: "whitespace-nowrap",
      cell: ({ at }) => <RelativeTime at={at} />,
    },
    { key: "who", header: t("who"), cell: ({ actor, actorName }) => <bdi>{actorName ?? actor}</bdi> },
    {
      key: "what",
      header: t("what"),
      cell: ({ action }) => <code className="font-mono text-xs">{action}</code>,
    },
    {
      key: "of",
      header: t("of"),
      cell: ({ entity: of, entityId }) => (
        <bdi className="font-mono text-xs">
          {of} {entityId}
        </bdi>
      ),
    },
    { key: "details", header: t("details"), cell: ({ details }) => <Details details={details} /> },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <div className="mb-4 max-w-60">
        <Select
          label={t("of")}
          value={entity}
          placeholder={t("everything")}
          options={entities.map((value) => ({ value, label: value }))}
          onChange={({ target }) =>
            router.replace(`/operations/audit${target.value ? `?entity=${target.value}` : ""}`, {
              scroll: false,
            })
          }
        />
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const events = pages.flatMap((page) => page.events);
          if (events.length === 0) return <EmptyState icon={<ScrollText />} title={t("nothing")} />;
          return <Table caption={t("title")} columns={columns} rows={events} rowKey={({ id }) => id} />;
        }}
      </QueryView>
      {query.hasNextPage && (
        <Button className="mt-4" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("older")}
        </Button>
      )}
    </>
  );
}

function Details({ details }: { details: Record<string, unknown> }) {
  const entries = Object.entries(details);
  if (entries.length === 0) return null;
  return (
    <ul className="max-w-96 font-mono text-xs text-soft">
      {entries.map(([name, value]) => (
        <li key={name} className="break-words">
          {name}: {typeof value === "string" ? value : JSON.stringify(value)}
        </li>
      ))}
    </ul>
  );
}
