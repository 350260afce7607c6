import { expect, it } from "vitest";
import type { LiveCatalogue, Place } from "@/domain/schema";
import { expected } from "@/domain/schema";
import { comparePlace } from "@/domain/schema/compare-place";

const place: Place = {
  database: "shop",
  schema: "public",
  searchPath: "public",
  role: "app",
  version: "18.1",
  timeZone: "UTC",
  isStandby: false,
  collation: {},
  homes: [],
  otherTables: { count: 0 },
};
const demands = { prismaSchema: "public", purpose: "deploy" as const, isWriter: true };

function briefly(changes: Partial<Place>, others: Partial<typeof demands> = {}) {
  const live = { place: { ...place, ...changes } } as LiveCatalogue;
  return comparePlace(expected, live, { ...demands, ...others }).map(
    ({ id, severity }) => `${severity} ${id}`,
  );
}

it("a primary in UTC is all right", () => expect(briefly({})).toEqual([]));

it("a standby takes no writes", () => {
  expect(briefly({ isStandby: true, readOnlyBy: "client" })).toEqual(["fail read_only:standby"]);
});

it("who wants to read only, does; a database or a writing role that can only read does not work", () => {
  expect(briefly({ readOnlyBy: "client" })).toEqual([]);
  expect(briefly({ readOnlyBy: "user" }, { isWriter: false })).toEqual([]);
  expect(briefly({ readOnlyBy: "user" })).toEqual(["fail read_only:user"]);
  expect(briefly({ readOnlyBy: "database" }, { isWriter: false })).toEqual(["fail read_only:database"]);
  expect(briefly({ readOnlyBy: "client" }, { purpose: "runtime" as "deploy" })).toEqual([
    "fail read_only:client",
  ]);
});

it("text sorted by another version of the collation is to be indexed again", () => {
  expect(briefly({ collation: { recorded: "2.31", actual: "2.36" } })).toEqual([
    "warn collation_version:shop",
  ]);
  expect(briefly({ collation: { recorded: "2.36", actual: "2.36" } })).toEqual([]);
});

it("UTC has several names", () => {
  for (const timeZone of ["Etc/UTC", "GMT", "Zulu", "utc"]) expect(briefly({ timeZone })).toEqual([]);
  expect(briefly({ timeZone: "Europe/London" })).toEqual(["warn time_zone:shop"]);
});

it("Prisma and raw SQL have to mean one schema", () => {
  expect(briefly({ schema: "shop" })).toEqual(["fail wrong_schema:shop"]);
  expect(briefly({ schema: "shop" }, { prismaSchema: "shop" })).toEqual([]);
});
