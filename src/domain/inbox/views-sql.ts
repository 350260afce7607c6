import { SELF_TEST_PREFIX } from "@/domain/conversations";
import { isSnoozedSql, isWaitingSql } from "./conversation-row";

export type View = "mine" | "unassigned" | "bot" | "waiting" | "all";
export type State = "open" | "snoozed" | "closed" | "deleted";

const states: Record<State, string> = {
  open: `(c."deletedAt" IS NULL AND c.status = 'OPEN' AND NOT ${isSnoozedSql("c")})`,
  snoozed: `(c."deletedAt" IS NULL AND c.status = 'OPEN' AND ${isSnoozedSql("c")})`,
  closed: `(c."deletedAt" IS NULL AND c.status = 'CLOSED')`,
  deleted: `(c."deletedAt" IS NOT NULL)`,
};

/** Whether a conversation c is in a state. */
export function stateSql(state: State): string {
  return states[state];
}

const views: Record<Exclude<View, "mine">, string> = {
  unassigned: `(c.mode = 'HUMAN' AND c."assigneeId" IS NULL)`,
  bot: `(c.mode = 'BOT')`,
  waiting: isWaitingSql("c"),
  all: "true",
};

/**
 * Whether a conversation c is in a view; `userId` makes a parameter. unassigned: what a person has to answer and nobody has
 * been given; what the bot answers needs nobody.
 */
export function viewSql(view: View, userId: () => string): string {
  return view === "mine" ? `c."assigneeId" = ${userId()}` : views[view];
}

/** What a self-test writes is nobody's to answer. */
export function isListedSql(contact: string): string {
  return `NOT starts_with(${contact}.address, '${SELF_TEST_PREFIX}')`;
}
