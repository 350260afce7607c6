import { run } from "@/infra/database/statement";
import { faultPoint } from "@/lib/fault-point";
import { type RetentionRule, retentionRules } from "./retention-rules";

export interface CleanUpOptions {
  /** Rows that one statement looks at. */
  batchMax?: number;
  /** After this no statement is begun. The route's own limit is five minutes. */
  timeLimitMs?: number;
}

export interface CleanUpResult {
  /** Rows removed, by table. What hangs on a row and goes with it is not counted. */
  removed: Record<string, number>;
  /** Tables whose turn was not over when the time was; the next cleanup goes on. */
  unfinished: string[];
}

interface Batch extends Record<string, unknown> {
  removed: number;
  last: number | null;
  isDone: boolean;
}

interface Turn {
  rule: RetentionRule;
  hours: number;
  last: number;
}

/**
 * Removes what its time has come for. Table after table, a batch each, round and round: one with very many old rows
 * keeps no other waiting. Each batch is committed by itself, so that an end in the middle loses nothing; two at once pass
 * over each other's rows.
 */
export async function cleanUp({
  batchMax = 2_000,
  timeLimitMs = 200_000,
}: CleanUpOptions = {}): Promise<CleanUpResult> {
  const endsAt = performance.now() + timeLimitMs;
  const removed: Record<string, number> = {};
  let turns = retentionRules.flatMap((rule): Turn[] => {
    const hours = rule.hours();
    return hours === null ? [] : [{ rule, hours, last: 0 }];
  });
  for (const { rule } of turns) removed[rule.table] = 0;
  faultPoint("cleanup.before");
  while (turns.length > 0) {
    const unfinished: Turn[] = [];
    for (const [at, turn] of turns.entries()) {
      if (performance.now() >= endsAt)
        return { removed, unfinished: names([...unfinished, ...turns.slice(at)]) };
      const batch = await removeBatch(turn, batchMax);
      removed[turn.rule.table] = (removed[turn.rule.table] ?? 0) + batch.removed;
      if (!batch.isDone) unfinished.push({ ...turn, last: batch.last ?? turn.last });
      faultPoint("cleanup.between_tables");
    }
    turns = unfinished;
  }
  return { removed, unfinished: [] };
}

async function removeBatch({ rule, hours, last }: Turn, batchMax: number): Promise<Batch> {
  const text = rule.text(batchMax);
  const values = text.includes("$2") ? [hours, last] : [hours];
  const [batch] = await run<Batch>({ name: `${rule.name}_${batchMax}`, text }, values);
  return batch ?? { removed: 0, last: null, isDone: true };
}

function names(turns: Turn[]): string[] {
  return turns.map(({ rule }) => rule.table);
}
