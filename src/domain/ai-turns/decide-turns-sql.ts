/**
 * Common table expressions that write what was decided of the turns behind replies: whether they were sent, or what forbade
 * it. In the statement that stores the reply, so that a turn is open exactly as long as nothing else has its answer.
 * `source` has "turnId", "handsOver" and decision.
 */
export function decideTurnsSql(source: string): string {
  return `decided_turn AS (
    UPDATE "AiTurn" t SET decision = d.decision, "decidedAt" = now(), "endedAt" = coalesce(t."endedAt", now()),
      outcome = CASE WHEN t.outcome <> 'thinking' THEN t.outcome WHEN d."handsOver" THEN 'handover' ELSE 'reply' END
    FROM ${source} d WHERE t.id = d."turnId"
  )`;
}
