import { expect, it } from "vitest";
import type { Catalogue, LiveKey } from "@/domain/schema/foreign-keys/catalogue";
import { compareKey } from "@/domain/schema/foreign-keys/compare-key";

const relation = {
  name: "Child.parentId",
  table: "Child",
  columns: ["parentId"],
  targetTable: "Parent",
  targetColumns: ["id"],
  types: ["bigint"],
  targetTypes: ["bigint"],
  isList: false,
  key: { name: "Child_parentId_fkey", onDelete: "CASCADE", onUpdate: "CASCADE" },
} as const;

const live: LiveKey = {
  name: "Child_parentId_fkey",
  table: "Child",
  columns: ["parentId"],
  targetTable: "Parent",
  targetColumns: ["id"],
  onDelete: "c",
  onUpdate: "c",
  setsSomeColumns: false,
  isValidated: true,
  isEnforced: true,
  isDeferrable: false,
  isDeferred: false,
  triggers: 4,
  triggersNeeded: 4,
  silentTriggers: [],
};

function compare(...keys: LiveKey[]) {
  const catalogue: Catalogue = {
    session: {
      database: "own",
      schema: "public",
      user: "own",
      replicationRole: "origin",
      replicationRoleSource: "default",
      replicaDefaults: [],
    },
    tables: new Map(),
    keys,
    indexes: [],
  };
  const own = { ...relation, columns: ["parentId"], targetColumns: ["id"], types: [], targetTypes: [] };
  return compareKey(own, catalogue).findings;
}

it("finds nothing in the promised key", () => {
  expect(compare(live)).toEqual([]);
});

it("finds triggers that somebody has taken out of the catalogue", () => {
  expect(compare({ ...live, triggers: 3 })).toMatchObject([
    { id: "disabled:Child.parentId", found: "triggers of Child_parentId_fkey: 1 of 4 missing" },
  ]);
});

it("says everything that is wrong with one key", () => {
  const broken = {
    ...live,
    onDelete: "n",
    isValidated: false,
    isDeferrable: true,
    silentTriggers: ["x (off)"],
  };
  expect(compare(broken).map(({ kind }) => kind)).toEqual([
    "wrong_action",
    "not_valid",
    "deferrable",
    "disabled",
  ]);
});

it("calls a key that is not enforced that, and not also unvalidated and without triggers", () => {
  const idle = { ...live, isEnforced: false, isValidated: false, triggers: 0 };
  expect(compare(idle).map(({ kind }) => kind)).toEqual(["not_enforced"]);
});

it("takes the better one of two keys for the promised one", () => {
  const twin = { ...live, name: "twin", onDelete: "a" };
  expect(compare(twin, live)).toMatchObject([{ id: "extra:Child.twin", severity: "fail" }]);
});

it("fails with a SET NULL of some columns only", () => {
  expect(compare({ ...live, setsSomeColumns: true })).toMatchObject([{ kind: "wrong_action" }]);
});
