import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { ThreadItem } from "@/app/_contract/thread";

/** A page of ["thread", id]: items ascending; the newest page is the first of `pages`. */
interface ThreadPage {
  items: ThreadItem[];
  before: string | null;
}

export type ThreadPages = InfiniteData<ThreadPage, string | undefined>;

/** Writes an item into the thread that is shown, if it is: in the place of the one it is, else where its time belongs. */
export function upsertThreadItem(queryClient: QueryClient, conversationId: number, item: ThreadItem): void {
  queryClient.setQueryData<ThreadPages>(["thread", conversationId], (pages) => pages && putItem(pages, item));
}

/** What is known by its id, or by what this client called it when it sent it, is replaced; the rest is new. */
export function putItem(pages: ThreadPages, item: ThreadItem): ThreadPages {
  const without = pages.pages.map((page) => {
    const items = page.items.filter((other) => !isSame(other, item));
    return items.length === page.items.length ? page : { ...page, items };
  });
  const isKnown = without.some((page, at) => page !== pages.pages[at]);
  const at = without.findIndex(({ items }) => items[0] !== undefined && !comesAfter(items[0], item));
  if (at !== -1) return { ...pages, pages: without.with(at, insert(without[at], item)) };
  // Older than all that was read: it comes with its page, unless there is none before, or it was shown already.
  const oldest = without.length - 1;
  const last = without[oldest];
  if (!last || (last.before !== null && !isKnown)) return { ...pages, pages: without };
  return { ...pages, pages: without.with(oldest, insert(last, item)) };
}

function insert(page: ThreadPage | undefined, item: ThreadItem): ThreadPage {
  const { items, before } = page ?? { items: [], before: null };
  const next = items.findIndex((other) => comesAfter(other, item));
  return { items: items.toSpliced(next === -1 ? items.length : next, 0, item), before };
}

function isSame(a: ThreadItem, b: ThreadItem): boolean {
  if (a.kind !== b.kind) return false;
  if (a.id === b.id) return true;
  return a.kind === "message" && b.kind === "message" && a.clientId !== null && a.clientId === b.clientId;
}

const ranks = { message: 0, note: 1, event: 2 };

function comesAfter(a: ThreadItem, b: ThreadItem): boolean {
  if (a.at !== b.at) return a.at > b.at;
  return a.kind === b.kind ? a.id > b.id : ranks[a.kind] > ranks[b.kind];
}
