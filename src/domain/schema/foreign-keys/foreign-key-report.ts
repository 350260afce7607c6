import type { Catalogue } from "./catalogue";
import type { OrphanCount } from "./count-orphans";
import type { FindingKind, ForeignKeyFinding } from "./foreign-key-finding";

export interface ForeignKeyReport {
  status: "holds" | "does not hold" | "not checked";
  /** Null when there was no time even for the catalogue. */
  database: { name: string; schema: string | null; user: string } | null;
  relations: CheckedRelation[];
  /** In an order in which their mends can be applied: a key cannot be validated before its orphans are gone. */
  findings: ForeignKeyFinding[];
  /** Each relation of which something was not looked at, and why. */
  notChecked: { relation: string; reason: string }[];
}

export interface CheckedRelation {
  name: string;
  target: string;
  /** "by name": there is no foreign key, on purpose. */
  key: "holds" | "does not hold" | "by name" | "not checked";
  orphans: OrphanCount;
  elapsedMs: number;
}

const order: FindingKind[] = [
  "no_tables",
  "table_missing",
  "column_missing",
  "replication_role",
  "target_not_unique",
  "type_mismatch",
  "orphans",
  "missing",
  "wrong_target",
  "wrong_action",
  "not_enforced",
  "not_valid",
  "deferrable",
  "disabled",
  "unindexed",
  "extra",
];

export function composeReport(
  catalogue: Catalogue | undefined,
  relations: CheckedRelation[],
  findings: ForeignKeyFinding[],
): ForeignKeyReport {
  const notChecked = relations.flatMap(({ name, orphans: { notChecked: reason } }) =>
    reason ? [{ relation: name, reason }] : [],
  );
  const { database: name, schema, user } = catalogue?.session ?? {};
  const fails = findings.some(({ severity }) => severity === "fail");
  return {
    status: fails ? "does not hold" : notChecked.length > 0 ? "not checked" : "holds",
    database: name !== undefined && user !== undefined ? { name, schema: schema ?? null, user } : null,
    relations,
    findings: findings.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
    notChecked,
  };
}
