import type { Budget } from "./budget";
import type { Catalogue } from "./catalogue";
import { isPresent } from "./compare-columns";
import { countOrphans, type OrphanCount } from "./count-orphans";
import type { ForeignKeyFinding } from "./foreign-key-finding";
import type { CheckedRelation } from "./foreign-key-report";
import { describeOrphans } from "./orphan-finding";
import { type Relation, targetOf } from "./relation";

export interface VerificationProgress {
  relation: string;
  /** How much of its table is done, from 0 to 1. */
  share: number;
}

interface RowCheck {
  relations: Relation[];
  catalogue: Catalogue;
  /** What was found without looking at rows. */
  structure: ForeignKeyFinding[];
  budget: Budget;
  sample: number;
  onProgress?(progress: VerificationProgress): void;
}

/** Small tables first: when the time is used up, the fewest relations are left. */
export async function checkRows({ relations, catalogue, structure, budget, sample, onProgress }: RowCheck) {
  const size = ({ table }: Relation) => catalogue.tables.get(table)?.rows ?? 0;
  const checked = new Map<Relation, CheckedRelation>();
  const found: { relation: Relation; finding: ForeignKeyFinding }[] = [];
  for (const relation of relations.toSorted((a, b) => size(a) - size(b))) {
    const table = catalogue.tables.get(relation.table);
    if (!table || !isPresent(relation, catalogue)) {
      checked.set(relation, notLookedAt(relation, "a table or column of it is missing"));
      continue;
    }
    const start = performance.now();
    const progress = (share: number) => onProgress?.({ relation: relation.name, share });
    const orphans = await countOrphans({ relation, table, budget, sample, onProgress: progress });
    const elapsedMs = Math.round(performance.now() - start);
    const key = keyState(relation, structure);
    checked.set(relation, { name: relation.name, target: targetOf(relation), key, orphans, elapsedMs });
    if (orphans.orphans > 0) found.push({ relation, finding: describeOrphans(relation, table, orphans) });
  }
  // Rows that need others are cleaned before those: a RESTRICT refuses the other order.
  const needs = ({ table }: Relation) => depthOf(table, relations);
  const findings = found
    .toSorted((a, b) => needs(b.relation) - needs(a.relation))
    .map(({ finding }) => finding);
  return { checked: relations.flatMap((relation) => checked.get(relation) ?? []), findings };
}

export function notLookedAt(relation: Relation, reason = "no time was left"): CheckedRelation {
  const orphans: OrphanCount = { rows: 0, orphans: 0, samples: [], share: 0, notChecked: reason };
  return { name: relation.name, target: targetOf(relation), key: "not checked", orphans, elapsedMs: 0 };
}

function keyState({ key, name }: Relation, structure: ForeignKeyFinding[]): CheckedRelation["key"] {
  if (!key) return "by name";
  const fails = structure.some(({ subject, severity }) => subject === name && severity === "fail");
  return fails ? "does not hold" : "holds";
}

/** How many foreign keys lie between a table and one that needs no other. */
function depthOf(table: string, relations: Relation[], path: string[] = []): number {
  if (path.includes(table)) return 0;
  const targets = relations.filter((relation) => relation.key && relation.table === table);
  const depths = targets.map(({ targetTable }) => 1 + depthOf(targetTable, relations, [...path, table]));
  return Math.max(0, ...depths);
}
