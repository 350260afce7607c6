import type { InfiniteData } from "@tanstack/react-query";
import type { ConversationRow } from "@/app/_contract/conversation";

interface ConversationPage {
  conversations: ConversationRow[];
  nextCursor: string | null;
}

export type ConversationPages = InfiniteData<ConversationPage, string | undefined>;

/** Newest first; of two of the same instant the one that was made later. */
function comesBefore(a: ConversationRow, b: ConversationRow): boolean {
  const [aAt, bAt] = [a.lastMessageAt ?? "", b.lastMessageAt ?? ""];
  return aAt === bAt ? a.id > b.id : aAt > bAt;
}

/**
 * The pages with the row where it belongs, or without it. Cursors go by the time and id of a page's last row, so that rows
 * may move between pages that have been read; what is older than all of them comes with the page it is on.
 */
export function placeRow(
  pages: ConversationPages,
  row: ConversationRow,
  belongs: boolean | undefined,
): ConversationPages {
  const known = pages.pages.some(({ conversations }) => conversations.some(({ id }) => id === row.id));
  if (!known && belongs !== true) return pages;
  const without = pages.pages.map((page) => ({
    ...page,
    conversations: page.conversations.filter(({ id }) => id !== row.id),
  }));
  if (belongs === false) return { ...pages, pages: without };
  for (const [at, page] of without.entries()) {
    const before = page.conversations.findIndex((other) => comesBefore(row, other));
    if (before === -1) continue;
    without[at] = { ...page, conversations: page.conversations.toSpliced(before, 0, row) };
    return { ...pages, pages: without };
  }
  const last = without.at(-1);
  if (!last || (last.nextCursor !== null && !known)) return { ...pages, pages: without };
  without[without.length - 1] = { ...last, conversations: [...last.conversations, row] };
  return { ...pages, pages: without };
}
