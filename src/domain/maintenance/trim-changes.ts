import { run } from "@/infra/database/statement";

const BATCH = 10_000;
const BATCHES_MAX = 100;

/** What the inbox was told of ten minutes ago is not asked for any more (src/domain/live, KEPT_MS). */
const statement = {
  name: "trim_changes",
  text: `
  DELETE FROM "Change" c USING (
    SELECT o."transactionId", o.id FROM "Change" o
    WHERE o."createdAt" < now() - interval '10 minutes' AND o.topic <> 'epoch'
    ORDER BY o."transactionId", o.id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  ) old
  WHERE c."transactionId" = old."transactionId" AND c.id = old.id
  RETURNING 1`,
};

/** Safe to run at once. @returns how many rows went. */
export async function trimChanges(): Promise<number> {
  let trimmed = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const { length } = await run(statement);
    trimmed += length;
    if (length < BATCH) break;
  }
  return trimmed;
}
