"use client";

import dynamic from "next/dynamic";
import { useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "../shell/session";
import { useConversations } from "./conversations-query";
import { ListFiltersBar } from "./list-filters-bar";
import { ListSearch } from "./list-search";
import { filtersOf } from "./list-state";
import { RowsToCome } from "./rows-to-come";
import { useListKeys } from "./use-list-keys";
import { useListState } from "./use-list-state";
import { useSelection } from "./use-selection";
import { ViewTabs } from "./view-tabs";

/** Comes while the first page of it is asked for, which takes as long: it is no part of the first load. */
const loadList = () => import("./conversation-list").then((it) => it.ConversationList);
const ConversationList = dynamic(loadList, { ssr: false, loading: RowsToCome });
const BulkBar = dynamic(() => import("./bulk-bar").then((it) => it.BulkBar), { ssr: false });
const NoRows = dynamic(() => import("./no-rows").then((it) => it.NoRows), { ssr: false });
const ErrorState = dynamic(() => import("@/app/_kit/error-state").then((it) => it.ErrorState), {
  ssr: false,
});

/** The left pane: which conversations there are. */
export function ListPane() {
  const t = useTranslations("inbox");
  const { organization } = useSession();
  const [state, change] = useListState();
  const filters = useMemo(() => filtersOf(state), [state]);
  const list = useConversations(filters);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.conversations) ?? [], [list.data]);
  const [activeId, setActiveId] = useState<number | null>(null);
  const selection = useSelection(rows);
  useListKeys({ rows, activeId, setActiveId, selection, state, change });
  useEffect(() => void loadList(), []);
  const listKey = JSON.stringify([filters.view, filters.state, filters.label]);
  return (
    <section aria-labelledby="list-title" className="flex h-full min-h-0 flex-col bg-surface">
      <header className="shrink-0 border-b border-line">
        <div className="flex h-14 items-center gap-2 px-3.5">
          <div className="min-w-0 flex-1">
            <h1 id="list-title" className="text-base leading-5 font-semibold tracking-tight">
              {t("title")}
            </h1>
            <p className="truncate text-xs leading-4 text-faint" dir="auto">
              {organization.name}
            </p>
          </div>
          <ListFiltersBar state={state} onChange={change} />
        </div>
        <ListSearch value={state.search} onChange={(search) => change({ search }, "replace")} />
        {selection.ids.size > 0 ? (
          <BulkBar selection={selection} state={state.state} isAll={selection.ids.size === rows.length} />
        ) : (
          <ViewTabs state={state} onChange={change} />
        )}
      </header>
      <div className="relative min-h-0 flex-1">
        {list.isPending && <RowsToCome />}
        {list.isError && rows.length === 0 && (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        )}
        {list.isSuccess && rows.length === 0 && <NoRows state={state} onChange={change} />}
        {rows.length > 0 && (
          <ConversationList
            key={listKey}
            rows={rows}
            openId={state.conversation}
            activeId={activeId}
            onActive={setActiveId}
            onOpen={(id) => change({ conversation: id })}
            selection={selection}
            more={{
              hasMore: list.hasNextPage,
              isLoading: list.isFetchingNextPage,
              hasFailed: list.isFetchNextPageError,
              load: () => void list.fetchNextPage(),
            }}
          />
        )}
      </div>
    </section>
  );
}
