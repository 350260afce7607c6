import type { ConversationRow } from "@/app/_contract/conversation";

/** A conversation as the list has it. */
export function aRow(fields: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id: 1,
    customer: { id: 1, name: "Beatriz", phone: "5511980000000", username: null, isGroup: false },
    integration: { id: "i", name: "Shop", displayPhoneNumber: null },
    status: "OPEN",
    snoozedUntil: null,
    deletedAt: null,
    mode: "BOT",
    isWaiting: false,
    handoverReason: null,
    assignee: null,
    unread: 0,
    last: null,
    windowClosesAt: null,
    hasFailed: false,
    hasUnknown: false,
    isOptedOut: false,
    labels: [],
    lastMessageAt: "2026-11-22T10:00:00.000Z",
    ...fields,
  };
}

/** The same minute, so many seconds in. */
export const second = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, seconds)).toISOString();
