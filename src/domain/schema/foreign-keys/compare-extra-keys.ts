import { escapeIdentifier } from "pg";
import type { Catalogue, LiveKey } from "./catalogue";
import { type ForeignKeyFinding, finding } from "./foreign-key-finding";
import type { Relation } from "./relation";

/** Foreign keys that nobody promised, from or to the tables of the Prisma schema. */
export function compareExtraKeys(
  relations: Relation[],
  { keys, tables }: Catalogue,
  known: Set<LiveKey>,
): ForeignKeyFinding[] {
  return keys
    .filter((key) => !known.has(key))
    .map((key) => {
      const relation = relations.find(
        ({ table, columns }) => table === key.table && columns.join() === key.columns.join(),
      );
      const isOwn = tables.has(key.table);
      const column = key.columns.join(", ");
      return finding({
        kind: "extra",
        severity: isOwn ? "warn" : "note",
        subject: `${key.table}.${key.name}`,
        expected: relation ? "no foreign key, on purpose" : "no such foreign key",
        found: `${key.name} from (${column}) to ${key.targetTable}(${key.targetColumns.join(", ")})`,
        breaks: relation ? describeHotKey(key) : describeStrangeKey(key, isOwn),
        mend: isOwn
          ? [`ALTER TABLE ${escapeIdentifier(key.table)} DROP CONSTRAINT ${escapeIdentifier(key.name)}`]
          : [],
      });
    });
}

function describeHotKey({ targetTable, table }: LiveKey): string {
  return `Every row written to ${table} locks its row of ${targetTable}, which many share.`;
}

function describeStrangeKey({ targetTable, table }: LiveKey, isOwn: boolean): string {
  return isOwn
    ? `The code does not know of it: writes to ${table} and deletes from ${targetTable} can be refused (P2003).`
    : `Deletes from ${targetTable} can be refused while rows of ${table} point there.`;
}
