"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { ConversationRow } from "@/app/_contract/conversation";
import { Button } from "@/app/_kit/button";
import { ConversationLine } from "./conversation-line";
import { focusRow, listElementId } from "./focus-row";
import type { Selection } from "./use-selection";

const ROW_PX = 84;
const OVERSCAN = 6;
/** So many rows before the end the next page is asked for. */
const AHEAD = 25;

interface ConversationListProps {
  rows: readonly ConversationRow[];
  openId: number | null;
  /** The row that Tab comes to. */
  activeId: number | null;
  onActive: (id: number) => void;
  onOpen: (id: number) => void;
  selection: Selection;
  more: { hasMore: boolean; isLoading: boolean; hasFailed: boolean; load: () => void };
}

/**
 * Only the rows in sight are in the page, of however many there are. @tanstack/react-virtual stays at 3.13: 3.14 brings 6 kB more,
 * for rows whose height nobody knows.
 */
export function ConversationList(props: ConversationListProps) {
  const { rows, openId, activeId, onActive, onOpen, selection, more } = props;
  const t = useTranslations("inbox");
  const scroller = useRef<HTMLDivElement>(null);
  const activeAt = rows.findIndex(({ id }) => id === (activeId ?? openId));
  const tabAt = activeAt === -1 ? 0 : activeAt;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    getItemKey: (at) => rows[at]?.id ?? at,
    // The row with the focus stays, or the focus would be lost when it is scrolled away.
    rangeExtractor: useCallback(
      (range: Range) => {
        const seen = defaultRangeExtractor(range);
        return seen.includes(tabAt) ? seen : [...seen, tabAt].sort((a, b) => a - b);
      },
      [tabAt],
    ),
  });
  useKeptPlace(scroller, rows);
  const items = virtualizer.getVirtualItems();
  const lastSeen = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (more.hasMore && !more.isLoading && !more.hasFailed && lastSeen >= rows.length - AHEAD) more.load();
  }, [more, lastSeen, rows.length]);
  // Only when another row becomes the active one, never because it has moved.
  const show = useEffectEvent(() => {
    if (activeAt !== -1) virtualizer.scrollToIndex(activeAt, { align: "auto" });
  });
  useEffect(() => {
    if (activeId !== null) show();
  }, [activeId]);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: tabAt + 1, ArrowUp: tabAt - 1, Home: 0, End: rows.length - 1 }[event.key];
    const row = to === undefined ? undefined : rows[to];
    if (!row) return;
    event.preventDefault();
    onActive(row.id);
    focusRow(row.id);
  };

  return (
    <div ref={scroller} className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none]">
      <ul
        id={listElementId}
        aria-label={t("listLabel")}
        onKeyDown={onKeyDown}
        className="relative m-0 list-none p-0"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <ConversationLine
              key={item.key}
              row={row}
              top={item.start}
              position={{ at: item.index + 1, of: more.hasMore ? -1 : rows.length }}
              isOpen={row.id === openId}
              isTabbable={item.index === tabAt}
              isSelected={selection.ids.has(row.id)}
              isSelecting={selection.ids.size > 0}
              onFocus={onActive}
              onOpen={onOpen}
              onSelect={selection.toggle}
            />
          );
        })}
      </ul>
      {more.hasFailed && (
        <div className="flex justify-center p-4">
          <Button size="small" onClick={more.load}>
            {t("loadMore")}
          </Button>
        </div>
      )}
    </div>
  );
}

/**
 * Rows that come or go above what is in sight do not move it. At the top of the list they do, and are seen to (the rows'
 * own transition).
 */
function useKeptPlace(scroller: { current: HTMLDivElement | null }, rows: readonly ConversationRow[]): void {
  const before = useRef(rows);
  useLayoutEffect(() => {
    const element = scroller.current;
    const was = before.current;
    before.current = rows;
    if (!element || was === rows || element.scrollTop < ROW_PX) return;
    const seen = Math.floor(element.scrollTop / ROW_PX);
    // The first of those in sight that is still there; one that has just jumped to the top is not what is being read.
    for (const row of was.slice(seen, seen + 5)) {
      const from = was.indexOf(row);
      const to = rows.findIndex(({ id }) => id === row.id);
      if (to === -1 || Math.abs(to - from) > 3) continue;
      if (to === from) return;
      element.dataset.still = "";
      element.scrollTop += (to - from) * ROW_PX;
      requestAnimationFrame(() => requestAnimationFrame(() => delete element.dataset.still));
      return;
    }
  }, [rows, scroller]);
}
