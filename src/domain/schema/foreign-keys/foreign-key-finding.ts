type Severity = "fail" | "warn" | "note";

export type FindingKind =
  | "no_tables"
  | "table_missing"
  | "column_missing"
  | "target_not_unique"
  | "type_mismatch"
  | "replication_role"
  | "missing"
  | "wrong_target"
  | "wrong_action"
  | "not_valid"
  | "not_enforced"
  | "deferrable"
  | "disabled"
  | "unindexed"
  | "extra"
  | "orphans";

export interface ForeignKeyFinding {
  /** Stays the same from run to run: `kind:Table.column`. */
  id: string;
  kind: FindingKind;
  severity: Severity;
  /** `Table.column`, a table, a constraint or a setting. */
  subject: string;
  expected: string;
  found: string;
  /** What goes wrong because of it. */
  breaks: string;
  /** Statements that mend it, in order, each to be run by itself; nothing here runs them. */
  mend: string[];
}

/** A finding without its id, which follows from what it is about. */
export function finding(fields: Omit<ForeignKeyFinding, "id">): ForeignKeyFinding {
  return { id: `${fields.kind}:${fields.subject}`, ...fields };
}
