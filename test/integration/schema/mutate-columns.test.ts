import { describe, expect, it } from "vitest";
import { ownDatabase } from "../../support/own-database";
import { columnKinds, columnMutants } from "../../support/schema/column-mutants";
import { expectAllMended } from "../../support/schema/mutant";
import { ownClient } from "../../support/schema/own-client";

ownDatabase();
const own = ownClient();

describe("every column of the live catalogue, changed one at a time, is named and mended", () => {
  it.each(columnKinds)("%s", { timeout: 120_000 }, async (kind) => {
    const mutants = columnMutants(kind, own.live);
    expect(mutants.length).toBeGreaterThan(25);
    await expectAllMended(own.client, mutants);
  });
});
