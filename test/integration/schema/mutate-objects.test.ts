import { describe, expect, it } from "vitest";
import { ownDatabase } from "../../support/own-database";
import { expectAllMended } from "../../support/schema/mutant";
import { objectKinds, objectMutants } from "../../support/schema/object-mutants";
import { ownClient } from "../../support/schema/own-client";

ownDatabase();
const own = ownClient();

describe("everything of the live catalogue but columns, changed one at a time, is named and mended", () => {
  it.each(objectKinds)("%s", { timeout: 120_000 }, async (kind) => {
    const mutants = objectMutants(kind, own.live, own.version);
    expect(mutants.length).toBeGreaterThan(25);
    await expectAllMended(own.client, mutants);
  });
});
