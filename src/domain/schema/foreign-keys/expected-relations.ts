import { columnOf, columnTypeOf, promisedKeys, tableOf } from "./promised-keys";
import { readSchemaText } from "./read-schema-text";
import type { Relation } from "./relation";
import { relationsByName } from "./relations-by-name";

/** Every relation of a Prisma schema: its foreign keys, then those by name. @throws when a name is not in the schema. */
export function expectedRelations(schemaText: string): Relation[] {
  const columns = new Map(
    readSchemaText(schemaText).flatMap((model) =>
      model.fields.map((field) => {
        const table = tableOf(model);
        const column = columnOf(field);
        return [`${table}.${column}`, { table, column, type: columnTypeOf(field), isList: field.isList }];
      }),
    ),
  );
  const find = (name: string) => {
    const found = columns.get(name);
    if (!found) throw new Error(`relations-by-name.ts names ${name}, which is not in the Prisma schema`);
    return found;
  };
  const byName = relationsByName.map(({ from, to, mayOutlive, rightValue }): Relation => {
    const own = find(from);
    const target = find(to);
    return {
      name: from,
      table: own.table,
      columns: [own.column],
      targetTable: target.table,
      targetColumns: [target.column],
      types: [own.type],
      targetTypes: [target.type],
      isList: own.isList,
      mayOutlive,
      rightValue,
    };
  });
  return [...promisedKeys(schemaText), ...byName];
}
