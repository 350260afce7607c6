"use client";

import { useQuery } from "@tanstack/react-query";
import { BookOpen, Plus, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { listKnowledge, refreshKnowledge, removeKnowledge } from "@/app/_contract/knowledge-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { EmptyState } from "@/app/_kit/empty-state";
import { PageHeader } from "@/app/_kit/page-header";
import { RelativeTime } from "@/app/_kit/relative-time";
import { type Column, Table } from "@/app/_kit/table";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Section } from "@/app/_operations/shared/section";
import { useWords } from "@/app/_operations/shared/use-words";
import { useWork } from "@/app/_operations/shared/use-work";
import { AddKnowledge } from "./add-knowledge";
import { TrySearch } from "./try-search";

type KnowledgeDocument = z.output<typeof listKnowledge.answer>["documents"][number];

export function Knowledge() {
  const t = useTranslations("operations");
  const [isAdding, setIsAdding] = useState(false);
  const [removed, setRemoved] = useState<KnowledgeDocument | null>(null);
  const query = useQuery({
    queryKey: ["knowledge"],
    queryFn: async ({ signal }) =>
      (await callInbox<typeof listKnowledge>("GET", "/api/inbox/knowledge", { signal })).documents,
  });
  const refresh = useWork({
    work: (document: string | undefined) =>
      callInbox<typeof refreshKnowledge>("POST", "/api/inbox/knowledge/refresh", { body: { document } }),
    changes: [["knowledge"]],
    done: ({ outcomes }) =>
      t("knowledge.refreshed", {
        changed: outcomes.filter(({ outcome }) => outcome === "changed").length,
        failed: outcomes.filter(({ outcome }) => outcome === "failed").length,
      }),
  });
  const remove = useWork({
    work: ({ id }: KnowledgeDocument) =>
      callInbox<typeof removeKnowledge>("DELETE", "/api/inbox/knowledge", { query: { document: id } }),
    changes: [["knowledge"]],
    done: ({ removed: { title } }) => t("knowledge.removed", { title }),
  });
  const add = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden="true" className="size-4" />}
      onClick={() => setIsAdding(true)}
    >
      {t("knowledge.add")}
    </Button>
  );
  const actions = (
    <>
      {query.data?.some(({ kind }) => kind === "url") && (
        <Button
          icon={<RefreshCw aria-hidden="true" className="size-3.5" />}
          isBusy={refresh.isPending}
          onClick={() => refresh.mutate(undefined)}
        >
          {t("knowledge.refreshAll")}
        </Button>
      )}
      {add}
    </>
  );
  return (
    <>
      <PageHeader
        title={t("sections.knowledge.title")}
        description={t("sections.knowledge.description")}
        actions={actions}
      />
      <QueryView query={query}>
        {(documents) =>
          documents.length === 0 ? (
            <EmptyState icon={<BookOpen />} title={t("knowledge.none")} action={add}>
              {t("knowledge.noneHint")}
            </EmptyState>
          ) : (
            <>
              <Documents
                documents={documents}
                isBusy={refresh.isPending}
                onRefresh={(id) => refresh.mutate(id)}
                onRemove={setRemoved}
              />
              <Section title={t("knowledge.try")} description={t("knowledge.tryHint")}>
                <TrySearch />
              </Section>
            </>
          )
        }
      </QueryView>
      <AddKnowledge isOpen={isAdding} onOpenChange={setIsAdding} />
      <ConfirmDialog
        isOpen={removed !== null}
        onOpenChange={() => setRemoved(null)}
        title={t("knowledge.removeOne", { title: removed?.title ?? "" })}
        description={t("knowledge.removeHint")}
        confirmLabel={t("knowledge.remove")}
        isDangerous
        onConfirm={() => removed && remove.mutateAsync(removed)}
      />
    </>
  );
}

interface DocumentsProps {
  documents: KnowledgeDocument[];
  isBusy: boolean;
  onRefresh: (id: string) => void;
  onRemove: (document: KnowledgeDocument) => void;
}

function Documents({ documents, isBusy, onRefresh, onRemove }: DocumentsProps) {
  const t = useTranslations("operations.knowledge");
  const words = useWords();
  const columns: Column<KnowledgeDocument>[] = [
    {
      key: "title",
      header: t("document"),
      cell: ({ title, source, error }) => (
        <div className="min-w-40 max-w-md">
          <p dir="auto" className="font-medium">
            {title}
          </p>
          {source && source !== title && <p className="truncate text-xs text-faint">{source}</p>}
          {error && <p className="mt-0.5 text-xs break-words text-danger-text">{error}</p>}
        </div>
      ),
    },
    {
      key: "kind",
      header: t("kind"),
      cell: ({ kind, status }) => (
        <span className="flex flex-wrap gap-1">
          <Badge>{t(`kinds.${kind}`)}</Badge>
          {status === "failed" && <Badge tone="danger">{t("failed")}</Badge>}
        </span>
      ),
    },
    { key: "passages", header: t("passages"), cell: (row) => words.count(row.passages), isEnd: true },
    {
      key: "embedded",
      header: t("embedded"),
      cell: ({ embedded, passages }) =>
        t("ofAll", { part: words.count(embedded), all: words.count(passages) }),
      isEnd: true,
      className: "whitespace-nowrap",
    },
    {
      key: "updated",
      header: t("updated"),
      cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
      className: "whitespace-nowrap",
    },
    {
      key: "actions",
      header: t("actions"),
      cell: (row) => (
        <span className="flex justify-end gap-1">
          {row.kind === "url" && (
            <Button size="small" variant="quiet" disabled={isBusy} onClick={() => onRefresh(row.id)}>
              {t("refresh")}
            </Button>
          )}
          <Button size="small" variant="quiet" onClick={() => onRemove(row)}>
            {t("remove")}
          </Button>
        </span>
      ),
      isEnd: true,
    },
  ];
  return <Table caption={t("documents")} columns={columns} rows={documents} rowKey={({ id }) => id} />;
}
