// The rows of AiSpending are what budgets are held by. Whoever changes them locks them first, in the order of their keys:
// runners of many processes take several at once.

/** The rows of these spenders as they are now, locked. `spenders` has "organizationId", day and spender. */
export function lockedSpendingSql(spenders: string): string {
  return `spending AS MATERIALIZED (
    SELECT s."organizationId", s.day, s.spender, s."microUsd" FROM "AiSpending" s
    WHERE (s."organizationId", s.day, s.spender) IN (SELECT "organizationId", day, spender FROM ${spenders})
    ORDER BY s."organizationId", s.day, s.spender FOR NO KEY UPDATE
  )`;
}

/** The day that budgets count in. */
export const TODAY = `(now() AT TIME ZONE 'UTC')::date`;

/** "contact:" with its id; null where there is none. */
export function contactSpenderSql(contactId: string): string {
  return `('contact:' || ${contactId})`;
}
