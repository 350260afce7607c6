"use client";

import { ArrowDown } from "lucide-react";
import { type KeyboardEvent, useCallback, useMemo, useState } from "react";
import { useFormatter, useTimeZone, useTranslations } from "use-intl";
import { Skeleton } from "@/app/_kit/skeleton";
import { Bubble } from "./bubble";
import { EventLine, NoteBubble } from "./event-line";
import { useThreadActions } from "./thread-actions";
import {
  firstUnread,
  keyOf,
  type ShownItem,
  type ThreadDay,
  type ThreadRow,
  threadDays,
} from "./thread-rows";
import { useThreadScroll } from "./use-thread-scroll";

interface Props {
  conversationId: number;
  items: ShownItem[];
  isGroup: boolean;
  /** How many were unread when it was opened. */
  unread: number;
  hasOlder: boolean;
  isLoadingOlder: boolean;
  loadOlder: () => Promise<unknown>;
}

/** The thread itself: opens where the unread begins, follows its end, and keeps its place otherwise. */
export function MessageList({
  conversationId,
  items,
  isGroup,
  unread,
  hasOlder,
  isLoadingOlder,
  loadOlder,
}: Props) {
  const t = useTranslations("thread");
  const dayOf = useDayOf();
  // As it was when the conversation was opened: the line does not move while one reads.
  const [mark] = useState(() => firstUnread(items, unread));
  const days = useMemo(() => threadDays(items, { dayOf, unread: mark }), [items, dayOf, mark]);
  const last = items.at(-1);
  const onNearTop = useCallback(() => {
    if (hasOlder && !isLoadingOlder) void loadOlder();
  }, [hasOlder, isLoadingOlder, loadOlder]);
  const { scroller, content, isAtEnd, hasNews, toEnd, onScroll } = useThreadScroll({
    conversationId,
    firstKey: items[0] && keyOf(items[0]),
    lastKey: last && keyOf(last),
    isLastOwn: last !== undefined && "local" in last,
    isReady: items.length > 0,
    onNearTop,
    startAt: () => document.getElementById("first-unread"),
  });
  const jump = useJump(loadOlder, hasOlder);
  const onKeyDown = useMessageKeys(items);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        role="log"
        aria-live="off"
        aria-label={t("label")}
        aria-busy={isLoadingOlder}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard (WCAG 2.1.1)
        tabIndex={0}
        className="focus-inset relative h-full overflow-y-auto overscroll-contain px-3 [overflow-anchor:none] sm:px-6"
      >
        <div ref={content} className="mx-auto flex max-w-4xl flex-col py-4">
          {hasOlder ? <Older isLoading={isLoadingOlder} onLoad={onNearTop} /> : <Beginning />}
          {days.map((day) => (
            <Day key={day.key} day={day} isGroup={isGroup} onJump={jump} />
          ))}
        </div>
      </div>
      {!isAtEnd && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute end-4 bottom-3 flex min-h-9 items-center gap-1.5 rounded-full border border-line bg-raised px-3 font-medium text-sm shadow-raised hover:bg-hover motion-safe:animate-[rise_120ms_ease-out]"
        >
          <ArrowDown aria-hidden className="size-4" />
          {hasNews ? t("news") : <span className="sr-only">{t("toEnd")}</span>}
        </button>
      )}
      <Announcer items={items} />
    </div>
  );
}

function Day({ day, isGroup, onJump }: { day: ThreadDay; isGroup: boolean; onJump: (id: number) => void }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const date = new Date(day.at);
  const now = new Date();
  const asDay = (when: Date) => format.dateTime(when, { dateStyle: "short" });
  const words =
    asDay(date) === asDay(now)
      ? t("today")
      : asDay(date) === asDay(new Date(now.getTime() - 86_400_000))
        ? t("yesterday")
        : format.dateTime(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return (
    <section aria-label={words}>
      <p className="pointer-events-none sticky top-2 z-2 my-3 flex justify-center">
        <span className="rounded-full border border-line bg-surface/95 px-3 py-1 font-medium text-soft text-xs">
          {words}
        </span>
      </p>
      {day.rows.map((row) => (
        <Row key={row.key} row={row} isGroup={isGroup} onJump={onJump} />
      ))}
    </section>
  );
}

function Row({ row, isGroup, onJump }: { row: ThreadRow; isGroup: boolean; onJump: (id: number) => void }) {
  const t = useTranslations("thread");
  switch (row.kind) {
    case "unread":
      return (
        <div id="first-unread" className="my-3 flex items-center gap-3 font-medium text-accent-text text-xs">
          <span className="h-px flex-1 bg-accent/40" />
          {t("unread", { count: row.count })}
          <span className="h-px flex-1 bg-accent/40" />
        </div>
      );
    case "note":
      return <NoteBubble item={row.item} />;
    case "event":
      return <EventLine item={row.item} />;
    case "message":
      return (
        <Bubble item={row.item} isFirst={row.isFirst} isLast={row.isLast} isGroup={isGroup} onJump={onJump} />
      );
  }
}

function Older({ isLoading, onLoad }: { isLoading: boolean; onLoad: () => void }) {
  const t = useTranslations("thread");
  return (
    <div className="flex h-24 shrink-0 flex-col justify-end gap-2">
      {isLoading ? (
        <>
          <Skeleton className="h-9 w-2/5 rounded-2xl" />
          <Skeleton className="h-9 w-1/3 self-end rounded-2xl" />
        </>
      ) : (
        <button
          type="button"
          onClick={onLoad}
          className="mx-auto min-h-8 px-3 text-info-text text-sm hover:underline"
        >
          {t("older")}
        </button>
      )}
    </div>
  );
}

function Beginning() {
  const t = useTranslations("thread");
  return <p className="my-4 text-center text-soft text-xs">{t("beginning")}</p>;
}

/** What has just come from the customer, read out; what was there before, and older pages, are not. */
function Announcer({ items }: { items: ShownItem[] }) {
  const t = useTranslations("thread");
  const [since] = useState(() => items.at(-1)?.at ?? "");
  const last = items.at(-1);
  const isNew = last?.kind === "message" && last.author === "CUSTOMER" && last.at > since;
  return (
    <p aria-live="polite" className="sr-only">
      {isNew && t("announce", { who: last.authorName ?? t("author.CUSTOMER"), text: last.text })}
    </p>
  );
}

/** In the reader's time zone, as 2026-11-22. */
function useDayOf(): (at: string) => string {
  const timeZone = useTimeZone();
  return useMemo(() => {
    const days = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    return (at: string) => days.format(new Date(at));
  }, [timeZone]);
}

const TRIES = 20;

/** To a quoted message, which shines for a moment; older pages are loaded until it is there. */
function useJump(loadOlder: () => Promise<unknown>, hasOlder: boolean): (messageId: number) => void {
  return useCallback(
    (messageId) => {
      const find = async () => {
        for (let tries = 0; tries < TRIES; tries += 1) {
          const found = document.getElementById(`message-${messageId}`);
          if (found) return show(found);
          if (!hasOlder) return;
          await loadOlder();
          await new Promise(requestAnimationFrame);
        }
      };
      void find();
    },
    [loadOlder, hasOlder],
  );
}

function show(message: HTMLElement): void {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  message.scrollIntoView({ block: "center", behavior: isStill ? "auto" : "smooth" });
  message.focus({ preventScroll: true });
  const shine = [{ backgroundColor: "var(--color-accent-soft)" }, { backgroundColor: "transparent" }];
  message.animate(shine, { duration: 1_800, easing: "ease-out" });
}

/** Up and down from message to message; r answers one, w tells its story. */
function useMessageKeys(items: ShownItem[]): (event: KeyboardEvent<HTMLElement>) => void {
  const { quote, showStory, canWrite } = useThreadActions();
  return (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.closest("input, textarea, [role=menu], [role=slider]")) return;
    const current = target.closest<HTMLElement>("[data-message]");
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-message]")];
      const at = current ? all.indexOf(current) + (event.key === "ArrowUp" ? -1 : 1) : all.length - 1;
      const next = all[at];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest" });
      return;
    }
    const id = Number(current?.dataset.message);
    const item = items.find((one) => one.kind === "message" && one.id === id);
    if (item?.kind !== "message") return;
    const act = {
      r: canWrite ? () => quote(item) : undefined,
      w: item.jobId === null ? undefined : () => showStory(item),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}
