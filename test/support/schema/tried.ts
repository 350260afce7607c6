/**
 * Which of many changes of a schema are tried: `npm test` tries every thirtieth on PostgreSQL 18 and others on 15, `npm run
 * test:schema` all of them on both (vitest.config.ts).
 */
export function isTried(at: number): boolean {
  const which = process.env.SCHEMA_MUTANTS ?? "all";
  if (which === "all") return true;
  const [rest, of] = which.split("/").map(Number);
  return at % Number(of) === rest;
}
