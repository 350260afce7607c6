import { AppError } from "@/lib/errors";
import type { Agent } from "./agent";
import { changeConversation } from "./change-conversation";
import { changeConversationSql } from "./change-conversation-sql";

const AHEAD_MAX_MS = 366 * 24 * 3_600_000;

const snooze = {
  name: "snooze_conversation",
  text: changeConversationSql({
    setSql: `"snoozedUntil" = $4::timestamptz`,
    isNewSql: `c."snoozedUntil" IS DISTINCT FROM $4::timestamptz`,
    actionSql: "'snooze'",
    detailsSql: `jsonb_build_object('until', $4::timestamptz)`,
  }),
};

const wake = {
  name: "unsnooze_conversation",
  text: changeConversationSql({
    setSql: `"snoozedUntil" = NULL`,
    isNewSql: `c."snoozedUntil" > now()`,
    actionSql: "'unsnooze'",
  }),
};

/**
 * Puts a conversation aside until then; null brings it back at once. Nobody has to wake it: what is past counts for nothing.
 * @throws INVALID_INPUT for the past and for more than a year ahead; NOT_FOUND.
 */
export async function snoozeConversation(
  agent: Agent,
  conversationId: number,
  until: Date | null,
): Promise<void> {
  if (until === null) return changeConversation(agent, conversationId, { statement: wake });
  checkUntil(until);
  await changeConversation(agent, conversationId, { statement: snooze, values: [until.toISOString()] });
}

/** @throws INVALID_INPUT. */
export function checkUntil(until: Date): void {
  const ahead = until.getTime() - Date.now();
  if (ahead > 0 && ahead <= AHEAD_MAX_MS) return;
  const publicMessage = "It can be put aside until a time that is still to come, at most a year ahead.";
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
