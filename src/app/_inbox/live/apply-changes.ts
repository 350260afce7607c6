import type { QueryClient } from "@tanstack/react-query";
import type { ConversationDetails, ConversationRow } from "@/app/_contract/conversation";
import type { Changes } from "@/app/_contract/thread";
import { belongs } from "../list/belongs";
import type { ListFilters } from "../list/list-state";
import { type ConversationPages, placeRow } from "../list/place-row";
import { upsertThreadItem } from "./upsert-thread-item";

/** More pages than these are not read anew one after the other. */
const PAGES_KEPT = 3;

/** Writes what has changed into what is shown. The one place where live changes arrive. */
export function applyChanges(queryClient: QueryClient, changes: Changes, userId: string): void {
  if (changes.isReset) {
    readAllAnew(queryClient);
    return;
  }
  for (const row of changes.conversations) applyRow(queryClient, row, userId);
  for (const { conversationId, item } of changes.items) upsertThreadItem(queryClient, conversationId, item);
  if (changes.conversations.length > 0) countSoon(queryClient);
  for (const topic of changes.topics) applyTopic(queryClient, topic);
}

/** However much happens, every tab counts at most so often. */
const COUNT_EVERY_MS = 1_500;
const counting = new WeakSet<QueryClient>();

/** Has the tabs' numbers read again, once for all that happens within a moment. */
export function countSoon(queryClient: QueryClient): void {
  if (counting.has(queryClient)) return;
  counting.add(queryClient);
  setTimeout(() => {
    counting.delete(queryClient);
    void queryClient.invalidateQueries({ queryKey: ["counts"] });
  }, COUNT_EVERY_MS);
}

/** A conversation as it is now, in every list it is on, and beside its thread. */
export function applyRow(queryClient: QueryClient, row: ConversationRow, userId: string): void {
  const now = new Date();
  for (const [key, pages] of queryClient.getQueriesData<ConversationPages>({ queryKey: ["conversations"] })) {
    const filters = key[1] as ListFilters | undefined;
    if (!pages || !filters) continue;
    queryClient.setQueryData(key, placeRow(pages, row, belongs(row, filters, { userId, now })));
  }
  const details = queryClient.getQueryData<ConversationDetails>(["conversation", row.id]);
  if (!details) return;
  queryClient.setQueryData(["conversation", row.id], { ...details, ...row });
  // What may be done in it, its lead and its contact are not in the row.
  void queryClient.invalidateQueries({ queryKey: ["conversation", row.id] });
}

const keysOf: Record<string, readonly string[]> = {
  notifications: ["notifications", "counts"],
  labels: ["labels", "conversations"],
};

/** Topics are called as the keys are: jobs, deliveries, … */
function applyTopic(queryClient: QueryClient, topic: string): void {
  for (const key of keysOf[topic] ?? [topic]) void queryClient.invalidateQueries({ queryKey: [key] });
}

/** Nobody knows what has happened: what is shown is read again, and of long lists only their beginning is kept. */
function readAllAnew(queryClient: QueryClient): void {
  for (const root of ["conversations", "thread"]) {
    queryClient.setQueriesData<ConversationPages>({ queryKey: [root] }, (data) =>
      data && data.pages.length > PAGES_KEPT
        ? { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) }
        : data,
    );
  }
  void queryClient.invalidateQueries();
}
