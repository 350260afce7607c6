import { expect, inject, it } from "vitest";
import { expected, readSchemaLines } from "@/domain/schema";
import snapshotLines from "@/domain/schema/expected-prisma-schema.json";
import { compareWithPrisma } from "../../../scripts/db/compare-with-prisma";
import { readSchemaFile } from "../../../scripts/db/read-release";
import { takeSnapshot } from "../../../scripts/db/take-snapshot";

// On PostgreSQL 15 and 18: a snapshot that is equal to both does not depend on the version.

it("the snapshot is what the migrations make (npm run schema:snapshot takes it again)", async () => {
  expect(await takeSnapshot(inject("databaseServer"))).toEqual(expected);
});

it("the schema file is the one the snapshot was taken with (npm run schema:snapshot)", () => {
  expect(readSchemaLines(readSchemaFile())).toEqual(snapshotLines);
});

it("the migrations make what the schema file says", { timeout: 60_000 }, async () => {
  expect(await compareWithPrisma(inject("databaseServer"), expected)).toEqual([]);
});
