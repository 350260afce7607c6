import { beforeEach, describe, expect, it } from "vitest";
import type { Budget } from "@/domain/schema/foreign-keys/budget";
import {
  apply,
  fillEveryTable,
  findings,
  orphan,
  relationNamed,
  relations,
  verify,
  withoutForeignKeys,
} from "../../../support/foreign-keys";
import { ownDatabase, row, rows } from "../../../support/own-database";

ownDatabase();
beforeEach(fillEveryTable);

const MENDS_MAX = 3; // A deleted row can be what another one points to.

it("finds nothing where every relation has rows that point somewhere", async () => {
  const report = await verify();
  expect(report).toMatchObject({ status: "holds", findings: [], notChecked: [] });
  expect(report.relations.filter(({ orphans }) => orphans.rows < 2)).toEqual([]);
});

describe.each(relations.map((relation) => ({ relation, name: relation.name })))("$name", ({ relation }) => {
  /** Its conversations need it, and PostgreSQL says so: nothing is lost. */
  const expectRefusal = (mend: string[] = []) =>
    expect(apply(mend)).rejects.toMatchObject({ table: "Conversation" });

  it("counts and names rows that point nowhere, also under a valid key, and the SQL cleans them", async () => {
    const orphans = await orphan(relation);
    expect(orphans).toBeGreaterThan(1);
    const report = await verify({ only: relation.name, sample: 1 });
    const [checked] = report.relations;
    expect(checked?.orphans).toMatchObject({ orphans, share: 1, samples: [{ id: expect.any(String) }] });
    expect(report.status).toBe(relation.mayOutlive ? "holds" : "does not hold");
    expect(report.findings).toMatchObject([
      { id: `orphans:${relation.name}`, severity: relation.mayOutlive ? "note" : "fail" },
    ]);
    if (relation.table === "Integration") return await expectRefusal(report.findings[0]?.mend);
    let found = report.findings;
    for (let mends = 0; mends < MENDS_MAX && found.length > 0; mends += 1) {
      for (const { mend } of found) await apply(mend);
      found = (await verify()).findings;
    }
    expect(found).toEqual([]);
  });
});

it("cleans up after an organization that was deleted while no foreign key looked", async () => {
  await withoutForeignKeys(`DELETE FROM "Organization" WHERE id = 'org-1'`);
  const report = await verify();
  expect(report.findings.filter(({ kind }) => kind === "orphans").length).toBeGreaterThan(10);
  for (const { severity, mend } of report.findings) if (severity === "fail") await apply(mend);
  expect(await findings()).toEqual([]);
  expect(await row(`SELECT count(*)::int AS messages FROM "Message"`)).toEqual({ messages: 1 });
});

it("names orphans by their primary key, with what they point to", async () => {
  await withoutForeignKeys(
    `UPDATE "Message" SET "conversationId" = 77 WHERE id = 2`,
    `UPDATE "ContactAlias" SET "contactId" = 78 WHERE "organizationId" = 'org-1'`,
  );
  const report = await verify();
  expect(
    report.relations.flatMap(({ name, orphans }) => orphans.samples.map((each) => ({ name, ...each }))),
  ).toEqual([
    { name: "ContactAlias.contactId", id: "org-1, BR.1", pointsTo: "78" },
    { name: "Message.conversationId", id: "2", pointsTo: "77" },
  ]);
});

it("puts back the organization of a message from its conversation", async () => {
  await withoutForeignKeys(`UPDATE "Message" SET "organizationId" = 'gone' WHERE id = 1`);
  const [found] = (await verify()).findings;
  await apply(found?.mend ?? []);
  expect(await row(`SELECT "organizationId" FROM "Message" WHERE id = 1`)).toEqual({
    organizationId: "org-1",
  });
});

it("takes no part of a list away that points somewhere", async () => {
  await rows(`UPDATE "OutboundJob" SET "answeredJobIds" = ARRAY[4, 77, 3] WHERE id = 1`);
  const [found] = (await verify()).findings;
  await apply(found?.mend ?? []);
  expect(await row(`SELECT "answeredJobIds"::text AS ids FROM "OutboundJob" WHERE id = 1`)).toEqual({
    ids: "{4,3}",
  });
});

it("deletes many orphans in batches", async () => {
  await withoutForeignKeys(`INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT 'gone', '', '', '', '' FROM generate_series(1, 10001) n`);
  const [found] = (await verify()).findings;
  await apply(found?.mend ?? []);
  expect(await row(`SELECT count(*)::int AS left FROM "AuditEvent" WHERE "organizationId" = 'gone'`)).toEqual(
    {
      left: 1,
    },
  );
  await apply(found?.mend ?? []);
  expect(await findings()).toEqual([]);
});

it("gives mends in an order in which they work: a key that is gone, with orphans behind it", async () => {
  await orphan(relationNamed("Message.conversationId"));
  await rows(`ALTER TABLE "Message" DROP CONSTRAINT "Message_conversationId_fkey"`);
  const report = await verify({ only: "Message.conversationId" });
  expect(report.findings.map(({ kind }) => kind)).toEqual(["orphans", "missing"]);
  for (const { mend } of report.findings) await apply(mend);
  expect(await findings("Message.conversationId")).toEqual([]);
  await rows(`DELETE FROM "OutboundJob"`);
});

describe("time", () => {
  /** Time that is used up after it was looked at so often. */
  const looks = (count: number): Budget => {
    let left = count;
    return { remainingMs: () => (left-- > 0 ? 60_000 : 0) };
  };

  it("says of every relation that it was not checked when there is no time at all", async () => {
    const report = await verify({ budget: looks(0) });
    expect(report).toMatchObject({ status: "not checked", findings: [] });
    expect(report.relations.filter(({ key }) => key !== "not checked")).toEqual([]);
    expect(report.notChecked).toHaveLength(relations.length);
  });

  it("says what it has not checked, wherever the time ends", async () => {
    const outcomes = new Set<string>();
    for (let count = 1; count < 5_000; count = Math.ceil(count * 1.4)) {
      const report = await verify({ budget: looks(count) });
      const isWhole = report.relations.every(({ orphans }) => orphans.rows >= 2 && orphans.share === 1);
      expect(report.status).toBe(isWhole ? "holds" : "not checked");
      expect(report.notChecked.length > 0).toBe(!isWhole);
      outcomes.add(report.status);
      if (isWhole) break;
    }
    expect([...outcomes].toSorted()).toEqual(["holds", "not checked"]);
  });

  it("fails with what it has found so far", async () => {
    await orphan(relationNamed("User.organizationId"));
    let left = 60_000;
    const report = await verify({
      budget: { remainingMs: () => left },
      onProgress: ({ relation }) => {
        if (relation === "User.organizationId") left = 0;
      },
    });
    expect(report.status).toBe("does not hold");
    expect(report.findings).toMatchObject([{ id: "orphans:User.organizationId" }]);
    expect(report.notChecked.length).toBeGreaterThan(0);
  });
});
