// What the code asks for against what the migrations make.

import type { ExpectedCatalogue, Migration } from "./catalogue";
import type { ReleasedMigration } from "./compare-migrations";
import { finding, type SchemaFinding } from "./finding";

/** Prisma's own idea of the models, from the generated client. */
export interface ClientModel {
  models: Record<
    string,
    { dbName: string | null; fields: { name: string; kind: string; dbName?: string | null }[] }
  >;
  enums: Record<string, { dbName?: string | null; values: { name: string; dbName?: string | null }[] }>;
}

const MIGRATE = "npx prisma migrate dev --create-only && npm run schema:snapshot";
const SNAPSHOT = "npm run schema:snapshot";

/** Every table, column and label the generated client may ask for is made by a migration. */
export function compareClient({ models, enums }: ClientModel, expected: ExpectedCatalogue): SchemaFinding[] {
  const columns = new Set(
    expected.tables.flatMap((table) => table.columns.map((column) => `${table.name}.${column.name}`)),
  );
  const labels = new Set(
    expected.enums.flatMap(({ name, labels }) => labels.map((label) => `${name}.${label}`)),
  );
  const asked = Object.entries(models).flatMap(([model, { dbName, fields }]) =>
    fields
      .filter(({ kind }) => kind !== "object")
      .map((field) => `${dbName ?? model}.${field.dbName ?? field.name}`),
  );
  const askedLabels = Object.entries(enums).flatMap(([name, type]) =>
    type.values.map((value) => `${type.dbName ?? name}.${value.dbName ?? value.name}`),
  );
  return [
    ...asked.filter((column) => !columns.has(column)),
    ...askedLabels.filter((label) => !labels.has(label)),
  ].map((subject) => ahead(subject, "the Prisma client asks for it", "no migration makes it"));
}

function ahead(subject: string, expected: string, actual: string): SchemaFinding {
  return finding("code_ahead", subject, { expected, actual, mend: MIGRATE, mendBy: "command" });
}

/** The schema file's lines by their block, without comments and spacing: what the snapshot keeps of it. */
export type SchemaLines = Record<string, string[]>;

export function readSchemaLines(schema: string): SchemaLines {
  const blocks: SchemaLines = {};
  let block = "";
  for (const line of schema.split("\n").map((each) =>
    each
      .replace(/\s*\/\/.*$/, "")
      .trim()
      .replaceAll(/\s+/g, " "),
  )) {
    const opened = /^(model|enum|datasource|generator|view|type) (\w+) \{$/.exec(line);
    if (opened) block = `${opened[1]} ${opened[2]}`;
    if (opened) blocks[block] = [];
    else if (line && line !== "}") blocks[block]?.push(line);
  }
  return blocks;
}

/** The schema file is still the one the migrations were compared with when the snapshot was taken. */
export function compareSchemaLines(now: SchemaLines, snapshot: SchemaLines): SchemaFinding[] {
  const blocks = [...new Set([...Object.keys(now), ...Object.keys(snapshot)])].filter((name) =>
    /^(model|enum) /.test(name),
  );
  return blocks.flatMap((block) => {
    const name = block.replace(/^\w+ /, "");
    const [here, then] = [now[block] ?? [], snapshot[block] ?? []];
    return [
      ...here
        .filter((line) => !then.includes(line))
        .map((line) => [line, "the snapshot of the migrations has no such line"]),
      ...then
        .filter((line) => !here.includes(line))
        .map((line) => [line, "no longer in prisma/schema.prisma"]),
    ].map(([line = "", actual = ""]) => ahead(`${name}.${line.split(" ")[0]}`, `${block}: ${line}`, actual));
  });
}

/** The files on disk are those the snapshot was taken from. */
export function compareFiles(onDisk: ReleasedMigration[], snapshot: Migration[]): SchemaFinding[] {
  const stale = (name: string, actual: string) =>
    finding("snapshot_stale", name, {
      expected: "the migrations on disk, as they are",
      actual,
      mend: SNAPSHOT,
      mendBy: "command",
    });
  const taken = new Map(snapshot.map(({ name, checksum }) => [name, checksum]));
  return [
    ...onDisk.flatMap(({ name, checksum, otherChecksums = [] }) => {
      const then = taken.get(name);
      if (then === undefined) return [stale(name, "the snapshot was taken without this migration")];
      return [checksum, ...otherChecksums].includes(then)
        ? []
        : [stale(name, "the file has changed since the snapshot")];
    }),
    ...snapshot
      .filter(({ name }) => !onDisk.some((file) => file.name === name))
      .map(({ name }) => stale(name, "the snapshot knows this migration, and its file is gone")),
  ];
}

/** The generated client is that of the schema file. */
export function compareInlineSchema(inline: string, onDisk: string): SchemaFinding[] {
  const differences = compareSchemaLines(readSchemaLines(inline), readSchemaLines(onDisk));
  if (differences.length === 0) return [];
  return [
    finding("client_stale", "src/infra/database/generated", {
      expected: "the client of prisma/schema.prisma",
      actual: "the client of another version of it",
      mend: "npx prisma generate",
      mendBy: "command",
    }),
  ];
}
