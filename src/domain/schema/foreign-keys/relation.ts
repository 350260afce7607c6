// A relation: columns whose values name rows of another table, with or without a foreign key that says so.

export type ReferentialAction = "NO ACTION" | "RESTRICT" | "CASCADE" | "SET NULL" | "SET DEFAULT";

export interface Relation {
  /** `Table.column`, the name in findings and for `--relation`. */
  name: string;
  table: string;
  columns: string[];
  targetTable: string;
  targetColumns: string[];
  /** Types that the Prisma schema promises for `columns` and `targetColumns`; undefined where it is none of ours. */
  types: (string | undefined)[];
  targetTypes: (string | undefined)[];
  /** The column holds a list of ids. */
  isList: boolean;
  /** The foreign key that the Prisma schema promises; undefined for a relation by name. */
  key?: PromisedKey;
  /** Why rows may outlive what they point to; their orphans are then notes. */
  mayOutlive?: string;
  /** SQL for the right value of an orphan `c`, where another column of it tells. */
  rightValue?: string;
}

export interface PromisedKey {
  name: string;
  onDelete: ReferentialAction;
  onUpdate: ReferentialAction;
}

/** `Conversation.id` */
export function targetOf({ targetTable, targetColumns }: Relation): string {
  return `${targetTable}.${targetColumns.join("+")}`;
}
