import {
  argumentOf,
  readSchemaText,
  type SchemaAttribute,
  type SchemaField,
  type SchemaModel,
} from "./read-schema-text";
import type { ReferentialAction, Relation } from "./relation";

const NAME_LENGTH_MAX = 63; // PostgreSQL, NAMEDATALEN - 1.
const SUFFIX = "_fkey";

const actions: Record<string, ReferentialAction> = {
  Cascade: "CASCADE",
  Restrict: "RESTRICT",
  NoAction: "NO ACTION",
  SetNull: "SET NULL",
  SetDefault: "SET DEFAULT",
};

const scalarTypes: Record<string, string> = { String: "text", Int: "integer", BigInt: "bigint" };
const nativeTypes: Record<string, string> = {
  "@db.Uuid": "uuid",
  "@db.Text": "text",
  "@db.VarChar": "character varying",
  "@db.Integer": "integer",
  "@db.BigInt": "bigint",
};

/** The foreign keys that a Prisma schema promises, in its order. @throws when it has a relation that is not understood. */
export function promisedKeys(schemaText: string): Relation[] {
  const models = new Map(readSchemaText(schemaText).map((model) => [model.name, model]));
  const all = [...models.values()].flatMap((model) => model.fields.map((field) => ({ model, field })));
  const ends = all.filter(({ field }) => models.has(field.type));
  const owning = ends.filter(({ field }) => argumentOf(find(field.attributes, "@relation"), "fields"));
  // Every relation has two ends, one of which has the columns. Implicit many-to-many relations have none.
  if (ends.length !== 2 * owning.length) {
    throw new Error(`The Prisma schema cannot be read: ${owning.length} of ${ends.length} ends have columns`);
  }
  return owning.map(({ model, field }) => {
    const target = models.get(field.type);
    if (!target) throw new Error(`The Prisma schema cannot be read: no model ${field.type}`);
    return readRelation({ model, field, target });
  });
}

/** A column as the database and `Table.column` name it. */
export function tableOf(model: SchemaModel): string {
  return text(argumentOf(find(model.attributes, "@@map"), "name", 0)) ?? model.name;
}

export function columnOf(field: SchemaField): string {
  return text(argumentOf(find(field.attributes, "@map"), "name", 0)) ?? field.name;
}

/** What PostgreSQL calls the type of an id column. */
export function columnTypeOf(field: SchemaField): string | undefined {
  const native = field.attributes.find(({ name }) => name.startsWith("@db."));
  const type = native ? nativeTypes[native.name] : scalarTypes[field.type];
  return type && field.isList ? `${type}[]` : type;
}

function readRelation(ends: { model: SchemaModel; field: SchemaField; target: SchemaModel }): Relation {
  const { model, field, target } = ends;
  const relation = find(field.attributes, "@relation");
  const own = fieldsOf(model, argumentOf(relation, "fields"));
  const referenced = fieldsOf(target, argumentOf(relation, "references"));
  const table = tableOf(model);
  const columns = own.map(columnOf);
  return {
    name: `${table}.${columns.join("+")}`,
    table,
    columns,
    targetTable: tableOf(target),
    targetColumns: referenced.map(columnOf),
    types: own.map(columnTypeOf),
    targetTypes: referenced.map(columnTypeOf),
    isList: false,
    key: {
      name: text(argumentOf(relation, "map")) ?? defaultName(table, columns),
      // Prisma, referential actions: the defaults of optional and of required relations.
      onDelete: actionOf(relation, "onDelete") ?? (field.isOptional ? "SET NULL" : "RESTRICT"),
      onUpdate: actionOf(relation, "onUpdate") ?? "CASCADE",
    },
  };
}

function fieldsOf(model: SchemaModel, names: string | string[] | undefined): SchemaField[] {
  if (!Array.isArray(names)) throw new Error(`The Prisma schema cannot be read: a relation of ${model.name}`);
  return names.map((name) => {
    const field = model.fields.find((candidate) => candidate.name === name);
    if (!field) throw new Error(`The Prisma schema cannot be read: no field ${model.name}.${name}`);
    return field;
  });
}

function actionOf(relation: SchemaAttribute | undefined, name: string): ReferentialAction | undefined {
  const given = text(argumentOf(relation, name));
  if (given !== undefined && !actions[given])
    throw new Error(`The Prisma schema has an unknown ${name} ${given}`);
  return given === undefined ? undefined : actions[given];
}

function defaultName(table: string, columns: string[]): string {
  return `${[table, ...columns].join("_").slice(0, NAME_LENGTH_MAX - SUFFIX.length)}${SUFFIX}`;
}

function find(attributes: SchemaAttribute[], name: string): SchemaAttribute | undefined {
  return attributes.find((attribute) => attribute.name === name);
}

function text(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
