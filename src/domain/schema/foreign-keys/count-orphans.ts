// Rows that point nowhere, also under a key that says it is valid: triggers can have been off. Counted block range by block
// range in one snapshot, so that there is progress to show and that a part counts when the time is used up.

import { escapeIdentifier } from "pg";
import { readDatabaseError } from "@/infra/database/database-error";
import { type AskText, readOnly } from "@/infra/database/read-only";
import type { Budget } from "./budget";
import type { LiveTable } from "./catalogue";
import { countSql, partsSql, sampleSql } from "./orphan-sql";
import type { Relation } from "./relation";

const BLOCKS_AT_ONCE = 4_096; // 32 MB: some hundred milliseconds, and few enough statements for a large table.

export interface OrphanCount {
  /** Values looked at; of a list, its elements. */
  rows: number;
  orphans: number;
  samples: OrphanSample[];
  /** Why not all rows were looked at. Undefined: all were. */
  notChecked?: string;
  /** How much of the table was looked at, from 0 to 1. */
  share: number;
}

interface OrphanSample {
  /** The row's primary key. */
  id: string;
  pointsTo: string;
}

export interface OrphanSearch {
  relation: Relation;
  table: LiveTable;
  budget: Budget;
  sample: number;
  onProgress(share: number): void;
}

export async function countOrphans(search: OrphanSearch): Promise<OrphanCount> {
  const count: OrphanCount = { rows: 0, orphans: 0, samples: [], share: 0 };
  try {
    if (search.budget.remainingMs() === 0) return { ...count, notChecked: "no time was left" };
    await readOnly(search.budget, (ask) => countParts(ask, search, count));
    return count;
  } catch (error) {
    return { ...count, notChecked: describeFailure(error, search.budget) };
  }
}

async function countParts(ask: AskText, search: OrphanSearch, count: OrphanCount): Promise<void> {
  const { relation, budget } = search;
  const parts = await ask<{ name: string; blocks: number }>(partsSql, [escapeIdentifier(relation.table)]);
  const total = parts.reduce((sum, { blocks }) => sum + blocks, 0);
  let seen = 0;
  for (const { name, blocks } of parts) {
    for (let from = 0; from < blocks; from += BLOCKS_AT_ONCE) {
      const to = Math.min(from + BLOCKS_AT_ONCE, blocks);
      if (budget.remainingMs() === 0) throw new OutOfTime();
      await countRange(ask, { search, part: name, range: [`(${from},0)`, `(${to},0)`] }, count);
      seen += to - from;
      count.share = seen / total;
      search.onProgress(count.share);
    }
  }
  count.share = 1;
}

class OutOfTime extends Error {}

async function countRange(
  ask: AskText,
  { search, part, range }: { search: OrphanSearch; part: string; range: string[] },
  count: OrphanCount,
): Promise<void> {
  const { relation, table, sample } = search;
  const [found] = await ask<{ rows: number; orphans: number }>(countSql(relation, part), range);
  count.rows += found?.rows ?? 0;
  count.orphans += found?.orphans ?? 0;
  const wanted = sample - count.samples.length;
  if (!found?.orphans || wanted <= 0) return;
  const sql = sampleSql(relation, part, table.primaryKey);
  count.samples.push(...(await ask<OrphanSample & Record<string, unknown>>(sql, [...range, wanted])));
}

/** @throws what did not come from the database: that is a fault of this program. */
function describeFailure(error: unknown, budget: Budget): string {
  if (error instanceof OutOfTime) return "the time was used up";
  const found = readDatabaseError(error);
  if (!found) throw error;
  // 57014: cancelled by the server. No code: it did not answer either.
  const isLate = found.code === "57014" || found.code === undefined;
  if (isLate && budget.remainingMs() === 0) return "the time was used up";
  if (found.code === "55P03") return "another session holds a lock on the table";
  return found.code ? `${found.message} (${found.code})` : found.message;
}
