// Whether every relation of the Prisma schema holds in the live database: its foreign key, and its rows. What there was no
// time or no permission to look at is said to be not checked; it never passes for whole.

import { readDatabaseError, toAppError } from "@/infra/database/database-error";
import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";
import type { Budget } from "./budget";
import type { Catalogue } from "./catalogue";
import { checkRows, notLookedAt, type VerificationProgress } from "./check-rows";
import { compareStructure } from "./compare-structure";
import { expectedRelations } from "./expected-relations";
import type { ForeignKeyFinding } from "./foreign-key-finding";
import { composeReport, type ForeignKeyReport } from "./foreign-key-report";
import { readCatalogue } from "./read-catalogue";
import { type Relation, targetOf } from "./relation";

interface VerificationOptions {
  budget: Budget;
  /** How many orphans of a relation are named. */
  sample: number;
  /** `Table.column`, a table or the name of a key; all relations when left out. */
  only?: string;
  onProgress?(progress: VerificationProgress): void;
}

/** @throws NOT_FOUND when `only` names nothing, DATABASE_UNAVAILABLE when nobody answers. */
export async function verifyForeignKeys(options: VerificationOptions): Promise<ForeignKeyReport> {
  const all = expectedRelations(schemaText());
  const relations = options.only === undefined ? all : select(all, options.only);
  const catalogue = await tryCatalogue(all, options.budget);
  if (!catalogue)
    return composeReport(
      undefined,
      relations.map((relation) => notLookedAt(relation)),
      [],
    );
  const isWanted = (finding: ForeignKeyFinding) => relations === all || concerns(finding, relations);
  const structure = compareStructure(all, catalogue).filter(isWanted);
  const { checked, findings } = await checkRows({ ...options, relations, catalogue, structure });
  return composeReport(catalogue, checked, [...structure, ...findings]);
}

function schemaText(): string {
  const { _engineConfig } = prisma() as unknown as { _engineConfig: { inlineSchema?: string } };
  if (!_engineConfig.inlineSchema) throw new Error("The generated Prisma client has no schema any more");
  return _engineConfig.inlineSchema;
}

function select(all: Relation[], only: string): Relation[] {
  const selected = all.filter(({ name, table, key }) => [name, table, key?.name].includes(only));
  if (selected.length > 0) return selected;
  const names = all.map(({ name }) => name).join(", ");
  throw new AppError("NOT_FOUND", `There is no relation ${only}. There are ${names}`);
}

/** @returns undefined when the time is used up. */
async function tryCatalogue(relations: Relation[], budget: Budget): Promise<Catalogue | undefined> {
  if (budget.remainingMs() === 0) return undefined;
  const tables = new Set(relations.flatMap(({ table, targetTable }) => [table, targetTable]));
  try {
    return await readCatalogue([...tables], budget);
  } catch (error) {
    if (readDatabaseError(error)?.code === "57014" && budget.remainingMs() === 0) return undefined;
    throw toAppError(error);
  }
}

/** Whether a finding has to do with one of these relations; those about the whole database always have. */
function concerns({ kind, subject }: ForeignKeyFinding, relations: Relation[]): boolean {
  if (kind === "replication_role" || kind === "no_tables") return true;
  return relations.some(
    (relation) =>
      [relation.table, relation.targetTable, targetOf(relation)].includes(subject) ||
      (kind === "extra" ? subject.startsWith(`${relation.table}.`) : subject === relation.name),
  );
}
