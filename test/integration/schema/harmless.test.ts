import { describe, expect, it } from "vitest";
import { expected, inspectSchema, type LiveCatalogue } from "@/domain/schema";
import { ownDatabase } from "../../support/own-database";
import { harmlessChanges } from "../../support/schema/harmless-changes";
import { askThrough } from "../../support/schema/mutant";
import { ownClient } from "../../support/schema/own-client";

ownDatabase();
const own = ownClient();

const nothing = { tables: [], enums: [], sequences: [] } as unknown as LiveCatalogue;
const kinds = Object.keys(harmlessChanges(nothing, []));

// What a reader of the report is told all the same, without being stopped.
const warned = [
  "a nullable column more",
  "a required column with a default more",
  "a generated column more",
  "an identity more",
  "finer clocks",
];

/** What is found after statements that are taken back afterwards. */
async function lookAfter(statements: string[]) {
  await own.client.query("BEGIN");
  try {
    for (const sql of statements) await own.client.query(sql);
    return (await inspectSchema({ ask: askThrough(own.client), purpose: "deploy" })).findings;
  } finally {
    await own.client.query("ROLLBACK");
  }
}

describe("what breaks nothing stays green", () => {
  it.each(kinds)("%s", async (kind) => {
    const statements = harmlessChanges(own.live, expected.namedInCode)[kind] ?? [];
    expect(statements.length).toBeGreaterThan(0);
    const told = (await lookAfter(statements)).filter(({ severity }) => severity !== "note");
    expect(told.filter(({ severity }) => severity === "fail")).toEqual([]);
    expect(told.length > 0).toBe(warned.includes(kind));
  });

  it.each(expected.namedInCode)("but %s, which the code calls by its name, has to keep it", async (name) => {
    // ALTER TABLE renames indexes and sequences as well.
    const found = await lookAfter([`ALTER TABLE "${name}" RENAME TO other`]);
    expect(found.map(({ severity, id }) => [severity, id])).toEqual([["fail", `renamed:${name}`]]);
  });
});
