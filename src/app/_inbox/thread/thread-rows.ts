// The thread as it is laid out: days, groups of what one person said in a row, and where the unread begins.

import type { EventItem, MessageItem, NoteItem, ThreadItem } from "@/app/_contract/thread";

/** What has been sent from here and has not come back from the server yet. */
interface LocalState {
  state: "queued" | "sending" | "accepted" | "failed";
  /** Why it failed, in words of the server. */
  error: string | null;
  /** 0 to 1 while its file is uploaded. */
  progress: number | null;
}

export type ShownMessage = MessageItem & { local?: LocalState };
export type ShownItem = ShownMessage | NoteItem | EventItem;

export type ThreadRow =
  | { kind: "unread"; key: string; count: number }
  | { kind: "message"; key: string; item: ShownMessage; isFirst: boolean; isLast: boolean }
  | { kind: "note"; key: string; item: NoteItem }
  | { kind: "event"; key: string; item: EventItem };

export interface ThreadDay {
  /** Such as 2026-11-22, in the reader's time zone. */
  key: string;
  at: string;
  rows: ThreadRow[];
}

/** What is further apart than this begins a new group. */
const GROUP_MS = 5 * 60_000;

interface Layout {
  dayOf: (at: string) => string;
  /** The first message that was unread when the conversation was opened, and how many there were. */
  unread: { key: string; count: number } | null;
}

export function keyOf(item: ThreadItem): string {
  return item.kind === "message" && item.clientId !== null
    ? `own:${item.clientId}`
    : `${item.kind}:${item.id}`;
}

/** Items in their order, as days of rows. */
export function threadDays(items: ShownItem[], { dayOf, unread }: Layout): ThreadDay[] {
  const days: ThreadDay[] = [];
  let before: ThreadRow | undefined;
  for (const item of items) {
    const day = dayOf(item.at);
    if (days.at(-1)?.key !== day) {
      days.push({ key: day, at: item.at, rows: [] });
      before = undefined;
    }
    const rows = days.at(-1)?.rows ?? [];
    if (unread?.key === keyOf(item)) {
      rows.push({ kind: "unread", key: "unread", count: unread.count });
      before = undefined;
    }
    const row = rowOf(item, before);
    if (row.kind === "message" && !row.isFirst && before?.kind === "message") before.isLast = false;
    rows.push(row);
    before = row;
  }
  return days;
}

function rowOf(item: ShownItem, before: ThreadRow | undefined): ThreadRow {
  const key = keyOf(item);
  if (item.kind === "note") return { kind: "note", key, item };
  if (item.kind === "event") return { kind: "event", key, item };
  const isFirst = before?.kind !== "message" || !isSameGroup(before.item, item);
  return { kind: "message", key, item, isFirst, isLast: true };
}

function isSameGroup(one: MessageItem, other: MessageItem): boolean {
  const gap = Date.parse(other.at) - Date.parse(one.at);
  return one.author === other.author && one.authorName === other.authorName && gap <= GROUP_MS;
}

/** Where the unread of a customer begin, counted from the end; undefined while not all of them are loaded. */
export function firstUnread(items: ShownItem[], count: number): { key: string; count: number } | null {
  if (count === 0) return null;
  const theirs = items.filter((item) => item.kind === "message" && item.author === "CUSTOMER");
  const first = theirs.at(-count) ?? theirs[0];
  return first ? { key: keyOf(first), count: Math.min(count, theirs.length) } : null;
}

/** The server's pages (newest first) as one list, oldest first, each item once, and what is on its way behind them. */
export function joinPages(pages: { items: ThreadItem[] }[], local: ShownMessage[]): ShownItem[] {
  const seen = new Set<string>();
  const items = [...pages]
    .reverse()
    .flatMap(({ items }) => items)
    .filter((item) => {
      const key = keyOf(item);
      return !seen.has(key) && seen.add(key);
    });
  return [...items, ...local.filter((item) => !seen.has(keyOf(item)))];
}
