/**
 * A common table expression that marks as read that a customer waits for a person, where one has answered. `conversations` has
 * the ids.
 */
export function answeredHandoverSql(conversations: string): string {
  return `answered_handover AS (
    UPDATE "Notification" n SET "readAt" = now() FROM ${conversations} c
    WHERE n."conversationId" = c.id AND n.kind = 'HANDOVER' AND n."readAt" IS NULL
  )`;
}
