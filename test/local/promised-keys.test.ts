import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { definitionOf } from "@/domain/schema/foreign-keys/key-sql";
import { promisedKeys } from "@/domain/schema/foreign-keys/promised-keys";
import { readSchemaText } from "@/domain/schema/foreign-keys/read-schema-text";
import type { PromisedKey, Relation } from "@/domain/schema/foreign-keys/relation";
import { ownDatabase } from "../support/own-database";

ownDatabase();

const folder = mkdtempSync(join(tmpdir(), "schema-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The foreign keys that Prisma itself would make, as `table: constraint definition`. */
function keysByPrisma(schemaFile: string): string[] {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const args = [cli, "migrate", "diff", "--from-empty", "--to-schema", schemaFile, "--script"];
  // The engine wants a database to talk to, even where it does not look at it.
  const env = { ...process.env, DIRECT_URL: "", CHECKPOINT_DISABLE: "1" };
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  expect(stdout, stderr).toContain("CREATE TABLE");
  return [...stdout.matchAll(/^ALTER TABLE "(\w+)" ADD CONSTRAINT "(\w+)" (FOREIGN KEY .*);$/gm)]
    .map(([, table, name, definition]) => `${table}: ${name} ${definition}`)
    .toSorted();
}

function keysByUs(schemaText: string): string[] {
  return promisedKeys(schemaText)
    .map((relation) => relation as Relation & { key: PromisedKey })
    .map((relation) => `${relation.table}: ${relation.key.name} ${definitionOf(relation)}`)
    .toSorted();
}

/** Everything about relations that Prisma's language can say. */
const everything = `
datasource db {
  provider = "postgresql" // model InAComment { id Int @id }
}
generator client {
  provider = "prisma-client"
  output = "./generated"
}
/// model AlsoAComment {
enum model {
  fields
  Parent
}
model Parent {
  id       Int @id @default(autoincrement())
  a        Int
  b        String @default("} @relation(fields: [x]) // no \\"comment\\"")
  children Child[]
  defaults Child[] @relation("defaults")
  others   Mapped[]
  friend   Parent? @relation("friends", fields: [friendId], references: [id])
  friends  Parent[] @relation("friends")
  friendId Int?
  model    String   // a field of that name
  @@unique([a, b(sort: Desc)])
}
model Child {
  id            Int @id
  parentA       Int
  parentB       String
  defaultId     Int @default(1)
  raw           Unsupported("circle")?
  parent        Parent @relation(references: [a, b], fields: [parentA,parentB], onDelete:NoAction, onUpdate: Restrict)
  defaultParent Parent @relation("defaults", fields: [defaultId], references: [id], onDelete: SetDefault)
  @@map("child_rows")
}
model Mapped {
  id       Int     @id
  parentId Int?    @map("parent_id")
  parent   Parent? @relation(fields: [parentId], references: [id], map: "my_own_name")
  aVeryLongNameOfAColumnThatGoesOnUntilTheNameOfItsConstraintIsTooLong Int?
  long     Long?   @relation(fields: [aVeryLongNameOfAColumnThatGoesOnUntilTheNameOfItsConstraintIsTooLong], references: [id], onDelete: Cascade)
  @@map(name: "mapped_rows")
}
model Long {
  id     Int @id
  mapped Mapped[]
}
`;

// The CLI alone takes seconds where others work on the machine.
describe("the foreign keys that a Prisma schema promises", { timeout: 60_000 }, () => {
  it("are those that Prisma makes of this project's schema", () => {
    const keys = keysByUs(readFileSync("prisma/schema.prisma", "utf8"));
    expect(keys.length).toBeGreaterThan(30);
    expect(keys).toEqual(keysByPrisma("prisma/schema.prisma"));
  });

  it("are those that Prisma makes of a schema with everything in it", () => {
    const file = join(folder, "everything.prisma");
    writeFileSync(file, everything);
    const keys = keysByUs(everything);
    expect(keys).toHaveLength(5);
    expect(keys).toEqual(keysByPrisma(file));
  });

  it("are not guessed where there are relations without columns", () => {
    const schema = "model A { id Int @id\n bs B[] }\nmodel B { id Int @id\n as A[] }";
    expect(() => promisedKeys(schema)).toThrow("0 of 2 ends have columns");
  });

  it.each([
    ["a block is not closed", "model A { id Int @id"],
    ["a bracket is not closed", "model A { id Int @default(now( }"],
    ["there is no block", "model"],
    ["an action is unknown", everything.replace("SetDefault", "Explode")],
    ["a column is unknown", everything.replace("fields: [friendId]", "fields: [enemyId]")],
  ])("are not guessed where %s", (_, schema) => {
    expect(() => promisedKeys(schema)).toThrow("The Prisma schema");
  });

  it("leave comments and strings alone", () => {
    expect(readSchemaText(everything).map(({ name }) => name)).toEqual(["Parent", "Child", "Mapped", "Long"]);
  });
});
