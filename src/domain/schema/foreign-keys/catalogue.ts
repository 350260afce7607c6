// What the database itself says about tables, foreign keys and indexes.

export interface Catalogue {
  session: Session;
  /** The tables of the Prisma schema that are there, by name. */
  tables: Map<string, LiveTable>;
  /** Foreign keys from or to those tables. */
  keys: LiveKey[];
  indexes: LiveIndex[];
}

export interface Session {
  database: string;
  schema: string | null;
  user: string;
  /** "origin", "local" or "replica": whether the triggers of foreign keys fire. */
  replicationRole: string;
  /** Where that comes from: "default", "database", "user", "configuration file", "client" … */
  replicationRoleSource: string;
  /** ALTER DATABASE and ALTER ROLE … SET session_replication_role = replica; null: for all. */
  replicaDefaults: { role: string | null; database: string | null }[];
}

export interface LiveTable {
  name: string;
  /** pg_class.relkind: r, p (partitioned); anything else is no table. */
  kind: string;
  /** Estimated; only for the order of work. */
  rows: number;
  columns: { name: string; type: string; isNotNull: boolean }[];
  primaryKey: string[];
  /** Names of all its constraints. */
  constraintNames: string[];
}

export interface LiveKey {
  name: string;
  /** Of another schema: with the schema's name before it. */
  table: string;
  columns: string[];
  targetTable: string;
  targetColumns: string[];
  /** pg_constraint.confdeltype: a, r, c, n, d. */
  onDelete: string;
  onUpdate: string;
  /** ON DELETE SET NULL (some of the columns). */
  setsSomeColumns: boolean;
  isValidated: boolean;
  isEnforced: boolean;
  isDeferrable: boolean;
  isDeferred: boolean;
  triggers: number;
  triggersNeeded: number;
  /** `name (off)` of its triggers that do not fire in an ordinary session. */
  silentTriggers: string[];
}

export interface LiveIndex {
  table: string;
  name: string;
  method: string;
  /** Key columns; empty where it is an expression or sorts by another collation than the column. */
  columns: string[];
  isUnique: boolean;
  /** Valid, ready and live. */
  isUsable: boolean;
  /** It has a condition that leaves out more than NULLs of its first column. */
  isPartial: boolean;
}
