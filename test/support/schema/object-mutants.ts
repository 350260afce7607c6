// Every table, index, constraint, enum and sequence dropped, renamed, weakened, invalidated or switched off: one at a time.

import { expected, type LiveCatalogue, type LiveTable } from "@/domain/schema";
import type { Mutant } from "./mutant";
import { oneRow } from "./one-row";

/** What is done to every object, and what is done to some: each object has two of those, in turn. */
interface Plan {
  always: Mutant[];
  inTurn: Mutant[];
}

type Make = (live: LiveCatalogue, version: number) => Plan[];

const plans = {
  tables: (live) => tablesOf(live).map((table) => planTable(live, table)),
  indexes: (live) => tablesOf(live).flatMap((table) => table.indexes.map((index) => planIndex(table, index))),
  checks: (live, version) =>
    tablesOf(live).flatMap((table) => table.checks.map((check) => planCheck(table, check, version))),
  "foreign keys": (live, version) =>
    tablesOf(live).flatMap((table) => table.foreignKeys.map((key) => planKey(table, key, version))),
  enums: (live) => live.enums.map((type) => planEnum(live, type)),
  sequences: (live) => live.sequences.map((sequence) => planSequence(live, sequence)),
  triggers: (live) =>
    tablesOf(live).flatMap((table) => table.triggers.map((each) => planTrigger(table, each))),
} satisfies Record<string, Make>;

export const objectKinds = Object.keys(plans) as (keyof typeof plans)[];

export function objectMutants(kind: keyof typeof plans, live: LiveCatalogue, version: number): Mutant[] {
  return plans[kind](live, version).flatMap(({ always, inTurn }, at) => [
    ...always,
    // Others on the other version.
    ...inTurn.filter((_, number) => (number + at + version) % inTurn.length < 2),
  ]);
}

export function tablesOf(live: LiveCatalogue): LiveTable[] {
  return live.tables.filter(({ name }) => name !== "_prisma_migrations");
}

const warned = (mutant: Mutant): Mutant => ({ ...mutant, severity: "warn" });
/** What the code calls by its name must keep it; of the rest a new name is only told. */
const renamed = (mutant: Mutant, name: string): Mutant =>
  expected.namedInCode.includes(name) ? mutant : { ...mutant, severity: "note" };

const alter = (table: { name: string }, action: string) => `ALTER TABLE "${table.name}" ${action}`;

function planTable(live: LiveCatalogue, table: LiveTable): Plan {
  const { name } = table;
  const t = `"${name}"`;
  const mutant = (verb: string, sql: string | string[], names = name): Mutant => ({
    name: `${name}: ${verb}`,
    sql,
    names,
  });
  const isReferred = tablesOf(live).some((each) => each.foreignKeys.some((key) => key.table === name));
  const hasKeys = isReferred || table.foreignKeys.length > 0;
  return {
    always: [
      mutant("drop", `DROP TABLE ${t} CASCADE`),
      mutant("rename", alter(table, `RENAME TO "${name}_old"`)),
      mutant("hide its rows", alter(table, "ENABLE ROW LEVEL SECURITY")),
      mutant("add a required column", alter(table, "ADD COLUMN surprise text NOT NULL"), `${name}.surprise`),
      // The finding is on a key, which may belong to another table.
      ...(hasKeys ? [mutant("switch its triggers off", alter(table, "DISABLE TRIGGER ALL"), "_fkey")] : []),
    ],
    inTurn: [
      mutant("change the case", alter(table, `RENAME TO "${name.toUpperCase()}"`)),
      mutant("move", ["CREATE SCHEMA elsewhere", alter(table, "SET SCHEMA elsewhere")]),
      mutant("replace by a view", [
        alter(table, `RENAME TO "${name}_table"`),
        `CREATE VIEW ${t} AS SELECT * FROM "${name}_table"`,
      ]),
      mutant("swallow its rows by a rule", `CREATE RULE swallow AS ON INSERT TO ${t} DO INSTEAD NOTHING`),
      mutant("swallow its rows by a trigger", [
        "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        `CREATE TRIGGER swallow BEFORE INSERT ON ${t} FOR EACH ROW EXECUTE FUNCTION swallow()`,
      ]),
      ...(table.isUnlogged
        ? []
        : [mutant("unlog", `UPDATE pg_class SET relpersistence = 'u' WHERE oid = '${t}'::regclass`)]),
      mutant(
        "add a check",
        alter(table, "ADD CONSTRAINT surprise CHECK (false) NOT VALID"),
        `${name}.surprise`,
      ),
      mutant("forbid equal rows", `CREATE UNIQUE INDEX surprise ON ${t} ((1))`, `${name}.surprise`),
    ],
  };
}

function planIndex(table: LiveTable, index: LiveTable["indexes"][number]): Plan {
  const mutant = (verb: string, sql: string | string[]): Mutant => ({
    name: `${index.name}: ${verb}`,
    sql,
    names: index.name,
  });
  const i = `"${index.name}"`;
  const first = `"${index.keys[0]?.of}"`;
  const keys = index.keys.map(({ of, sort }) => `"${of}" ${sort ?? ""}`).join(", ");
  const backwards = index.keys.map(({ of, sort }) => `"${of}" ${sort ? "ASC" : "DESC"}`).join(", ");
  const where = index.where ? `WHERE ${index.where}` : "";
  const unique = index.isUnique ? "UNIQUE" : "";
  const drop = index.isPrimary ? alter(table, `DROP CONSTRAINT ${i} CASCADE`) : `DROP INDEX ${i}`;
  const create = (kind: string, rest: string) => [
    drop,
    `CREATE ${kind} INDEX ${i} ON "${table.name}" ${rest}`,
  ];
  const condition = `${index.where ? `${index.where} AND ` : ""}${first} IS NOT NULL AND 1 = 1`;
  const mark = (flags: string) => `UPDATE pg_index SET ${flags} WHERE indexrelid = '${i}'::regclass`;
  const hash = mutant("hash", create("", `USING hash (${first}) ${where}`));
  const defer = alter(table, `ADD CONSTRAINT ${i} UNIQUE (${keys}) DEFERRABLE`);
  const other = table.columns.find(({ type, name }) => type === "text" && !keys.includes(`"${name}"`));
  const whole = [
    mutant("drop", drop),
    renamed(mutant("rename", `ALTER INDEX ${i} RENAME TO other`), index.name),
    mutant("invalidate", mark("indisvalid = false")),
  ];
  // What is over an expression has no columns to be made anew over.
  if (index.keys.some(({ of }) => of.startsWith("("))) return { always: whole, inTurn: [] };
  return {
    always: [
      ...whole,
      mutant("make partial", create(unique, `(${keys}) WHERE ${condition}`)),
      index.isUnique
        ? mutant("make plain", create("", `(${keys}) ${where}`))
        : mutant("make unique", create("UNIQUE", `(${keys}) ${where}`)),
    ],
    inTurn: [
      mutant("leave unfinished", mark("indisvalid = false, indisready = false")),
      mutant("give an expression", create(unique, `((${first} IS NULL)) ${where}`)),
      ...(index.where ? [mutant("make whole", create(unique, `(${keys})`))] : []),
      ...(index.isUnique
        ? [
            mutant("treat nulls as equal", create("UNIQUE", `(${keys}) NULLS NOT DISTINCT ${where}`)),
            ...(other ? [mutant("widen", create("UNIQUE", `(${keys}, "${other.name}") ${where}`))] : []),
            ...(index.where ? [] : [mutant("defer", [drop, defer])]),
          ]
        : [
            warned(mutant("sort the other way", create("", `(${backwards}) ${where}`))),
            index.keys.length > 1 ? hash : warned(hash),
          ]),
    ],
  };
}

function planCheck(table: LiveTable, check: LiveTable["checks"][number], version: number): Plan {
  const mutant = (verb: string, sql: string | string[]): Mutant => ({
    name: `${check.name}: ${verb}`,
    sql,
    names: `${table.name}.${check.name}`,
  });
  const drop = alter(table, `DROP CONSTRAINT "${check.name}"`);
  const add = (expression: string, rest = "") =>
    alter(table, `ADD CONSTRAINT "${check.name}" CHECK (${expression}) ${rest}`);
  return {
    always: [
      mutant("drop", drop),
      renamed(mutant("rename", alter(table, `RENAME CONSTRAINT "${check.name}" TO other`)), check.name),
      mutant("take the proof away", [drop, add(check.expression, "NOT VALID")]),
      mutant("weaken", [drop, add(`${check.expression} OR 1 = 1`)]),
      ...(version >= 18 ? [mutant("stop enforcing", [drop, add(check.expression, "NOT ENFORCED")])] : []),
    ],
    inTurn: [],
  };
}

function planKey(table: LiveTable, key: LiveTable["foreignKeys"][number], version: number): Plan {
  const mutant = (verb: string, sql: string | string[]): Mutant => ({
    name: `${key.name}: ${verb}`,
    sql,
    names: `${table.name}.${key.name}`,
  });
  const drop = alter(table, `DROP CONSTRAINT "${key.name}"`);
  const add = (actions: string, target = key.table) =>
    alter(
      table,
      `ADD CONSTRAINT "${key.name}" FOREIGN KEY ("${key.columns}") REFERENCES "${target}" ("${key.references}") ${actions}`,
    );
  const actions = `ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`;
  const other = ["CASCADE", "SET NULL", "RESTRICT"].find((action) => action !== key.onDelete);
  const change = (action: string) => alter(table, `ALTER CONSTRAINT "${key.name}" ${action}`);
  const switchOff = `UPDATE pg_trigger SET tgenabled = 'D' FROM pg_constraint c
    WHERE c.oid = tgconstraint AND c.conname = '${key.name}'`;
  return {
    always: [
      mutant("drop", drop),
      renamed(mutant("rename", alter(table, `RENAME CONSTRAINT "${key.name}" TO other`)), key.name),
      mutant("take the proof away", [drop, add(`${actions} NOT VALID`)]),
      mutant("switch off", switchOff),
    ],
    inTurn: [
      mutant("delete otherwise", [drop, add(`ON DELETE ${other} ON UPDATE ${key.onUpdate}`)]),
      mutant("update otherwise", [drop, add(`ON DELETE ${key.onDelete} ON UPDATE NO ACTION`)]),
      warned(mutant("make deferrable", change("DEFERRABLE"))),
      mutant("defer", change("DEFERRABLE INITIALLY DEFERRED")),
      mutant("point elsewhere", [
        `CREATE TABLE other (LIKE "${key.table}" INCLUDING ALL)`,
        drop,
        add(actions, "other"),
      ]),
      ...(version >= 18 ? [mutant("stop enforcing", change("NOT ENFORCED"))] : []),
    ],
  };
}

function planTrigger(table: LiveTable, trigger: LiveTable["triggers"][number]): Plan {
  const subject = `${table.name}.${trigger.name}`;
  const run = /EXECUTE FUNCTION (.+)\(\)$/.exec(trigger.definition)?.[1] ?? "";
  const mutant = (verb: string, sql: string | string[], names = subject): Mutant => ({
    name: `${subject}: ${verb}`,
    sql,
    names,
  });
  return {
    always: [
      mutant("drop", `DROP TRIGGER "${trigger.name}" ON "${table.name}"`),
      mutant("switch off", alter(table, `DISABLE TRIGGER "${trigger.name}"`)),
    ],
    inTurn: [
      mutant(
        "empty its function",
        `CREATE OR REPLACE FUNCTION ${run}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
        run.replaceAll('"', ""),
      ),
      mutant("drop its function", `DROP FUNCTION ${run}() CASCADE`),
    ],
  };
}

function planEnum(live: LiveCatalogue, type: LiveCatalogue["enums"][number]): Plan {
  const t = `"${type.name}"`;
  const mutant = (verb: string, sql: string | string[], names = type.name): Mutant => ({
    name: `${type.name}: ${verb}`,
    sql,
    names,
  });
  const row = (label: string) => `enumtypid = '${t}'::regtype AND enumlabel = '${label}'`;
  const [first = ""] = type.labels;
  const all = JSON.stringify(live.tables);
  // A label that a default or a condition holds cannot be gone: PostgreSQL could not even write them down.
  const isHeld = (label: string) => all.includes(JSON.stringify(`'${label}'::${t}`).slice(1, -1));
  return {
    always: [
      mutant("drop", `DROP TYPE ${t} CASCADE`),
      mutant("rename", `ALTER TYPE ${t} RENAME TO "${type.name}_old"`),
      mutant("move", ["CREATE SCHEMA elsewhere", `ALTER TYPE ${t} SET SCHEMA elsewhere`]),
      warned(mutant("add a label", `ALTER TYPE ${t} ADD VALUE 'surprise'`, `${type.name}.surprise`)),
      ...(type.labels.length > 1
        ? [
            warned(
              mutant(
                "reorder",
                `UPDATE pg_enum SET enumsortorder = 99 WHERE ${row(first)}`,
                `enum_order:${type.name}`,
              ),
            ),
          ]
        : []),
      ...type.labels.map((label) =>
        mutant(
          `rename ${label}`,
          `ALTER TYPE ${t} RENAME VALUE '${label}' TO 'other'`,
          `${type.name}.${label}`,
        ),
      ),
      ...type.labels
        .filter((label) => !isHeld(label))
        .map((label) =>
          mutant(`drop ${label}`, `DELETE FROM pg_enum WHERE ${row(label)}`, `${type.name}.${label}`),
        ),
    ],
    inTurn: [],
  };
}

function planSequence(live: LiveCatalogue, sequence: LiveCatalogue["sequences"][number]): Plan {
  const s = `"${sequence.name}"`;
  const owner = sequence.ownedBy ?? "";
  const [table = "", column = ""] = owner.split(".");
  const mutant = (verb: string, sql: string | string[], names = sequence.name): Mutant => ({
    name: `${sequence.name}: ${verb}`,
    sql,
    names,
  });
  const other = live.sequences.find(({ name }) => name !== sequence.name)?.name;
  const change = (action: string) => alter({ name: table }, `ALTER COLUMN "${column}" ${action}`);
  return {
    always: [
      mutant("drop", `DROP SEQUENCE ${s} CASCADE`),
      renamed(mutant("rename", `ALTER SEQUENCE ${s} RENAME TO other`), sequence.name),
      mutant("fall behind", [...oneRow(live, table), `SELECT setval('${s}', 500)`]),
      mutant("start again", [...oneRow(live, table), `ALTER SEQUENCE ${s} RESTART`]),
      mutant("use up", `SELECT setval('${s}', 9223372036854775806)`),
      mutant("shrink", `ALTER SEQUENCE ${s} AS integer`),
      mutant("share", change(`SET DEFAULT nextval('"${other}"')`), owner),
      warned(mutant("disown", `ALTER SEQUENCE ${s} OWNED BY NONE`)),
      mutant("count down", `ALTER SEQUENCE ${s} INCREMENT BY -1`),
      warned(mutant("count by ten", `ALTER SEQUENCE ${s} INCREMENT BY 10`)),
      mutant("start over at the end", `ALTER SEQUENCE ${s} CYCLE`),
      mutant(
        "replace by an identity",
        [
          change("DROP DEFAULT"),
          `DROP SEQUENCE ${s}`,
          change(`ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME ${s} START WITH 5000)`),
        ],
        owner,
      ),
    ],
    inTurn: [],
  };
}
