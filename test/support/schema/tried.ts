/**
 * Which of many changes of a schema are tried: `npm test` tries the even ones on PostgreSQL 18 and the odd ones on 15, `npm run
 * test:schema` all of them on both (vitest.config.ts).
 */
export function isTried(at: number): boolean {
  const which = process.env.SCHEMA_MUTANTS ?? "all";
  return which === "all" || (at % 2 === 0) === (which === "even");
}
