// What a schema holds, in words that do not depend on PostgreSQL's version, on names it made up, or on object ids. The
// expected catalogue (expected-catalogue.json) and the live one have the same shape; the live one says more.

/** One key of an index: a column, or an expression in parentheses. */
export interface IndexKey {
  of: string;
  /** `DESC`, a collation or an operator class, where it is not the usual one. */
  sort?: string;
}

export interface Index {
  name: string;
  keys: IndexKey[];
  /** Columns that are only carried along. */
  include?: string[];
  isPrimary?: boolean;
  isUnique?: boolean;
  nullsNotDistinct?: boolean;
  /** Left out: btree. */
  method?: string;
  where?: string;
  /** Migration that made it what it is. */
  since?: string;
}

export interface LiveIndex extends Index {
  isValid: boolean;
  /** False for a deferrable constraint: ON CONFLICT cannot use its index. */
  isImmediate: boolean;
  isExclusion: boolean;
  /** The constraint that owns the index, which then cannot be dropped by itself. */
  constraint?: string;
}

export interface Column {
  name: string;
  type: string;
  isRequired?: boolean;
  default?: string;
  /** The sequence its default takes the next value from. */
  sequence?: string;
  /** Its number in the table: evidence for a renamed column, never a difference. */
  position: number;
  since?: string;
}

export interface LiveColumn extends Column {
  /** "a": always, "d": by default, "": no identity. */
  identity: "" | "a" | "d";
  /** "s": stored, "v": virtual, "": a plain column. */
  generated: "" | "s" | "v";
  /** Left out: the one of its type. */
  collation?: string;
  isCollationExact: boolean;
}

export interface Check {
  name: string;
  expression: string;
  since?: string;
}

export interface LiveCheck extends Check {
  isValidated: boolean;
  isEnforced: boolean;
}

export interface ForeignKey {
  name: string;
  columns: string[];
  /** Of the same schema, unless it is written with another one. */
  table: string;
  references: string[];
  onDelete: string;
  onUpdate: string;
  /** Left out: not deferrable. */
  deferrable?: "IMMEDIATE" | "DEFERRED";
  match?: string;
  since?: string;
}

export interface LiveForeignKey extends ForeignKey {
  isValidated: boolean;
  isEnforced: boolean;
  /** The triggers that enforce it and are switched off, with the tables they are on. */
  disabledTriggers: { table: string; name: string }[];
}

interface Trigger {
  name: string;
  definition: string;
  since?: string;
}

interface LiveTrigger extends Trigger {
  isEnabled: boolean;
  /** It can change or swallow rows; one that runs afterwards can only refuse them. */
  isBefore: boolean;
}

export interface Table {
  name: string;
  /** Its rows may be gone after a crash; that it keeps them is no difference. */
  isUnlogged?: boolean;
  columns: Column[];
  indexes: Index[];
  checks: Check[];
  foreignKeys: ForeignKey[];
  triggers?: Trigger[];
  since?: string;
}

export interface Privileges {
  SELECT: boolean;
  INSERT: boolean;
  UPDATE: boolean;
  DELETE: boolean;
}

export interface LiveTable extends Table {
  isUnlogged: boolean;
  /** PostgreSQL's letter: r table, p partitioned, v view, m materialized view, f foreign table. */
  kind: string;
  rowSecurity: { isOn: boolean; isForced: boolean; isActiveForUs: boolean; policies: string[] };
  rules: { name: string; definition: string }[];
  columns: LiveColumn[];
  indexes: LiveIndex[];
  checks: LiveCheck[];
  foreignKeys: LiveForeignKey[];
  triggers: LiveTrigger[];
  /** What the application's role may do; left out when there is no such role. */
  privileges?: Privileges;
  /** Whether this connection may read it. */
  isReadable: boolean;
}

export interface EnumType {
  name: string;
  labels: string[];
  since?: string;
}

export interface LiveEnumType extends EnumType {
  /** Where it is, when not in the schema that is verified. */
  schema?: string;
}

/** Numbers are text: they do not fit into JavaScript's. */
export interface Sequence {
  name: string;
  type: string;
  increment: string;
  min: string;
  max: string;
  isCycling?: boolean;
  /** `table.column`. */
  ownedBy?: string;
  since?: string;
}

export interface LiveSequence extends Sequence {
  schema?: string;
  /** Columns whose defaults take from it. */
  usedBy: string[];
  isReadable: boolean;
  /** Whether the application's role may take values; left out when there is no such role. */
  isUsable?: boolean;
}

interface DatabaseFunction {
  name: string;
  definition: string;
  since?: string;
}

export interface Migration {
  name: string;
  /** SHA-256 of the file, as Prisma keeps it. */
  checksum: string;
}

/** What the migrations of this release make, taken by `npm run schema:snapshot`. */
export interface ExpectedCatalogue {
  migrations: Migration[];
  extensions: string[];
  enums: EnumType[];
  functions: DatabaseFunction[];
  sequences: Sequence[];
  tables: Table[];
  /** Indexes, constraints and sequences that the code calls by name: these must not be renamed. */
  namedInCode: string[];
}

export interface Place {
  database: string;
  /** Where unqualified names are looked up first; left out when the search path leads nowhere. */
  schema?: string;
  searchPath: string;
  role: string;
  version: string;
  timeZone: string;
  isStandby: boolean;
  /** Where `default_transaction_read_only = on` comes from, as pg_settings says; left out when it is off. */
  readOnlyBy?: string;
  collation: { recorded?: string; actual?: string };
  /** Who holds Prisma's migration lock. */
  migrationLock?: { pid: number; since?: string; application?: string };
  /** Schemas that hold tables of our names. */
  homes: { schema: string; tables: number; isUsable: boolean }[];
  /** The role whose privileges were looked at; left out when the server does not know it. */
  applicationRole?: string;
  otherTables: { count: number; names?: string[] };
}

export interface LiveCatalogue {
  place: Place;
  extensions: string[];
  enums: LiveEnumType[];
  functions: DatabaseFunction[];
  sequences: LiveSequence[];
  tables: LiveTable[];
}
