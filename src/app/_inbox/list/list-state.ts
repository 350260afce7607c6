import type { State, View } from "@/app/_contract/conversation";

/** What the address says: which list is shown, and which conversation is open. */
export interface ListState {
  view: View;
  state: State;
  search: string;
  label: number | null;
  conversation: number | null;
}

/** What the list is filtered by; the second part of its key: ["conversations", filters]. */
export type ListFilters = Omit<ListState, "conversation">;

// Not those of the contract: zod would come with them into what the browser loads.
export const listViews: readonly View[] = ["mine", "unassigned", "bot", "waiting", "all"];
export const listStates: readonly State[] = ["open", "snoozed", "closed", "deleted"];

const SEARCH_CHARACTERS_MAX = 200;

const rowId = /^[1-9]\d{0,15}$/;

/** Whatever the address has that makes no sense is as if it were not there. */
export function readListState(query: URLSearchParams): ListState {
  return {
    view: listViews.find((view) => view === query.get("view")) ?? "all",
    state: listStates.find((state) => state === query.get("state")) ?? "open",
    search: (query.get("q") ?? "").slice(0, SEARCH_CHARACTERS_MAX),
    label: readId(query.get("label")),
    conversation: readId(query.get("conversation")),
  };
}

function readId(text: string | null): number | null {
  return text !== null && rowId.test(text) ? Number(text) : null;
}

/** The address of a state, short: what is usual is left out. */
export function writeListState(state: Partial<ListState>): string {
  const query = new URLSearchParams();
  if (state.view && state.view !== "all") query.set("view", state.view);
  if (state.state && state.state !== "open") query.set("state", state.state);
  if (state.search) query.set("q", state.search);
  if (state.label) query.set("label", String(state.label));
  if (state.conversation) query.set("conversation", String(state.conversation));
  const text = query.toString();
  return text === "" ? "/inbox" : `/inbox?${text}`;
}

export function filtersOf({ view, state, search, label }: ListState): ListFilters {
  return { view, state, search: search.trim(), label };
}

export function conversationsKey(filters: ListFilters) {
  return ["conversations", filters] as const;
}
