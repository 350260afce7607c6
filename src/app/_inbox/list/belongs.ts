import type { ConversationRow } from "@/app/_contract/conversation";
import type { ListFilters } from "./list-state";

/** Whether a conversation is on a list; undefined: only the server can tell (a search goes through its messages). */
export function belongs(
  row: ConversationRow,
  filters: ListFilters,
  { userId, now }: { userId: string; now: Date },
): boolean | undefined {
  if (stateOf(row, now) !== filters.state) return false;
  if (!isInView(row, filters.view, userId)) return false;
  if (filters.label !== null && !row.labels.some(({ id }) => id === filters.label)) return false;
  if (row.lastMessageAt === null) return false;
  return filters.search === "" ? true : undefined;
}

export function stateOf(
  row: Pick<ConversationRow, "deletedAt" | "status" | "snoozedUntil">,
  now: Date,
): ListFilters["state"] {
  if (row.deletedAt !== null) return "deleted";
  if (row.status === "CLOSED") return "closed";
  return row.snoozedUntil !== null && new Date(row.snoozedUntil) > now ? "snoozed" : "open";
}

/** As src/domain/inbox has it: what the bot answers needs nobody. */
function isInView(row: ConversationRow, view: ListFilters["view"], userId: string): boolean {
  switch (view) {
    case "mine":
      return row.assignee?.id === userId;
    case "unassigned":
      return row.mode === "HUMAN" && row.assignee === null;
    case "bot":
      return row.mode === "BOT";
    case "waiting":
      return row.isWaiting;
    case "all":
      return true;
  }
}
