// From live catalogues to the expected one: only what verification compares, and since which migration it is so.

import type {
  Check,
  Column,
  EnumType,
  ExpectedCatalogue,
  ForeignKey,
  Index,
  LiveCatalogue,
  LiveTable,
  Sequence,
  Table,
} from "@/domain/schema";

type Distilled = Omit<ExpectedCatalogue, "migrations" | "namedInCode">;

/** @throws when there is something that verification would not understand, rather than leave it out in silence. */
export function distil(steps: LiveCatalogue[], migrations: string[]): Distilled {
  const all = steps.map(strip);
  const final = all.at(-1);
  if (!final) throw new Error("There is no migration.");
  const inventories = all.map(inventory);
  const since = (key: string) => {
    const last = inventories.at(-1)?.get(key);
    const changed = inventories.findLastIndex((each) => each.get(key) !== last);
    return { since: migrations[changed + 1] ?? "" };
  };
  return {
    ...final,
    enums: final.enums.map((type) => ({ ...type, ...since(`enum ${type.name}`) })),
    functions: final.functions.map((each) => ({ ...each, ...since(`function ${each.name}`) })),
    sequences: final.sequences.map((sequence) => ({ ...sequence, ...since(`sequence ${sequence.name}`) })),
    tables: final.tables.map((table) => {
      const dated = <Part extends { name: string }>(kind: string, parts: Part[]) =>
        parts.map((part) => ({ ...part, ...since(`${kind} ${table.name}.${part.name}`) }));
      return {
        name: table.name,
        ...(table.isUnlogged ? { isUnlogged: true } : {}),
        ...since(`table ${table.name}`),
        columns: dated("column", table.columns),
        indexes: dated("index", table.indexes),
        checks: dated("check", table.checks),
        foreignKeys: dated("key", table.foreignKeys),
        ...(table.triggers?.length ? { triggers: dated("trigger", table.triggers) } : {}),
      };
    }),
  };
}

/** Each object under its key with all that is said of it; of a table only that it is there. */
function inventory({ tables, enums, functions, sequences }: Distilled): Map<string, string> {
  const entries: [string, unknown][] = [
    ...enums.map((each): [string, unknown] => [`enum ${each.name}`, each]),
    ...functions.map((each): [string, unknown] => [`function ${each.name}`, each]),
    ...sequences.map((each): [string, unknown] => [`sequence ${each.name}`, each]),
    ...tables.flatMap(
      ({ name, columns, indexes, checks, foreignKeys, triggers = [] }): [string, unknown][] => [
        [`table ${name}`, true],
        ...Object.entries({
          column: columns,
          index: indexes,
          check: checks,
          key: foreignKeys,
          trigger: triggers,
        }).flatMap(([kind, parts]) =>
          parts.map((part): [string, unknown] => [`${kind} ${name}.${part.name}`, part]),
        ),
      ],
    ),
  ];
  return new Map(entries.map(([key, value]) => [key, JSON.stringify(value)]));
}

function strip(live: LiveCatalogue): Distilled {
  return {
    extensions: live.extensions.filter((name) => name !== "plpgsql"),
    enums: live.enums.map(({ name, labels }): EnumType => ({ name, labels })),
    functions: live.functions,
    sequences: live.sequences.map(
      ({ name, type, increment, min, max, isCycling, ownedBy }): Sequence =>
        given({ name, type, increment, min, max, isCycling, ownedBy }),
    ),
    tables: live.tables.map(stripTable),
  };
}

function stripTable(table: LiveTable): Table {
  refuseStrange(table);
  return {
    name: table.name,
    isUnlogged: table.isUnlogged,
    columns: table.columns.map(
      ({ name, type, isRequired, default: value, sequence, position }): Column =>
        given({ name, type, isRequired, default: sequence ? undefined : value, sequence, position }),
    ),
    indexes: table.indexes.map(
      ({ name, keys, include, isPrimary, isUnique, nullsNotDistinct, method, where }): Index =>
        given({ name, keys, include, isPrimary, isUnique, nullsNotDistinct, method, where }),
    ),
    checks: table.checks.map(({ name, expression }): Check => ({ name, expression })),
    foreignKeys: table.foreignKeys.map(
      ({ name, columns, table: target, references, onDelete, onUpdate, deferrable, match }): ForeignKey =>
        given({ name, columns, table: target, references, onDelete, onUpdate, deferrable, match }),
    ),
    triggers: table.triggers.map(({ name, definition }) => ({ name, definition })),
  };
}

function refuseStrange({
  name,
  kind,
  rowSecurity,
  rules,
  columns,
  indexes,
  checks,
  foreignKeys,
}: LiveTable): void {
  const strange = [
    kind !== "r" && `is not a plain table (${kind})`,
    rowSecurity.isOn && "has row security",
    rules.length > 0 && "has rules",
    columns.some(({ identity, generated, collation }) => identity || generated || collation) &&
      "has identity or generated columns, or a collation of its own",
    indexes.some(({ isValid, isExclusion, isImmediate }) => !isValid || isExclusion || !isImmediate) &&
      "has an exclusion constraint, or an index that is invalid or deferrable",
    [...checks, ...foreignKeys].some(({ isValidated, isEnforced }) => !isValidated || !isEnforced) &&
      "has a constraint that is not validated or not enforced",
  ].filter(Boolean);
  if (strange.length > 0)
    throw new Error(
      `Table ${name} ${strange.join(", and ")}: verification does not expect that of a migration. Teach it first.`,
    );
}

/** Without what is not said. */
function given<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
