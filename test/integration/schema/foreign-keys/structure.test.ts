import { afterEach, describe, expect, it } from "vitest";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";
import {
  apply,
  fillEveryTable,
  findings,
  keyRelations,
  orphan,
  relationNamed,
  verify,
} from "../../../support/foreign-keys";
import { ownDatabase, row, rows } from "../../../support/own-database";

ownDatabase();

/** Applies every mend in the order of the report, until nothing is left that fails. */
async function mendAll(): Promise<void> {
  for (const { severity, mend } of (await verify()).findings) if (severity !== "note") await apply(mend);
  expect(await findings()).toEqual([]);
}

afterEach(async () => {
  expect(await verify()).toMatchObject({ status: "holds", findings: [] });
});

describe("keys that nobody promised", () => {
  it("warns of a key on a hot table, which would lock the organization for every message", async () => {
    await rows(
      `ALTER TABLE "Message" ADD CONSTRAINT hot FOREIGN KEY ("organizationId") REFERENCES "Organization"(id)`,
    );
    const report = await verify();
    expect(report).toMatchObject({
      status: "holds",
      findings: [
        { id: "extra:Message.hot", severity: "warn", breaks: expect.stringContaining("locks its row") },
      ],
    });
    await mendAll();
  });

  it("fails with a second key on the same column that acts differently, and notes one that acts alike", async () => {
    await rows(`ALTER TABLE "Conversation" ADD CONSTRAINT twin FOREIGN KEY ("integrationId")
      REFERENCES "Integration"(id) ON DELETE RESTRICT ON UPDATE CASCADE`);
    expect(await verify()).toMatchObject({ status: "holds", findings: [{ severity: "note" }] });
    await rows(`ALTER TABLE "Conversation" DROP CONSTRAINT twin, ADD CONSTRAINT twin FOREIGN KEY ("integrationId")
      REFERENCES "Integration"(id) ON DELETE CASCADE ON UPDATE CASCADE`);
    expect(await findings()).toEqual(["extra:Conversation.twin"]);
    await mendAll();
  });

  it("notes a key of a table that is not ours", async () => {
    await rows(`CREATE TABLE report (id bigint PRIMARY KEY, message bigint REFERENCES "Message"(id))`);
    expect(await verify()).toMatchObject({ status: "holds", findings: [{ severity: "note", mend: [] }] });
    await rows(`DROP TABLE report`);
  });

  it("takes a key or an index under another name for what it is", async () => {
    await rows(`ALTER TABLE "Message" RENAME CONSTRAINT "Message_conversationId_fkey" TO another`);
    await rows(`ALTER INDEX "MediaAsset_messageId_idx" RENAME TO "anotherIndex"`);
    expect(await findings()).toEqual([]);
    await rows(`ALTER TABLE "Message" RENAME CONSTRAINT another TO "Message_conversationId_fkey"`);
    await rows(`ALTER INDEX "anotherIndex" RENAME TO "MediaAsset_messageId_idx"`);
  });

  it("does not take a table of that name in another schema for the target", async () => {
    await rows(`CREATE SCHEMA old`);
    await rows(`CREATE TABLE old."Contact" (id bigint PRIMARY KEY)`);
    await rows(`ALTER TABLE "Lead" DROP CONSTRAINT "Lead_contactId_fkey", ADD CONSTRAINT "Lead_contactId_fkey"
      FOREIGN KEY ("contactId") REFERENCES old."Contact"(id) ON DELETE CASCADE ON UPDATE CASCADE`);
    const report = await verify();
    expect(report.findings).toMatchObject([
      { id: "wrong_target:Lead.contactId", found: "Lead_contactId_fkey points to old.Contact(id)" },
    ]);
    await mendAll();
    await rows(`DROP SCHEMA old CASCADE`);
  });

  it("finds a free name for a key whose name is taken", async () => {
    await rows(`ALTER TABLE "Lead" DROP CONSTRAINT "Lead_contactId_fkey",
      ADD CONSTRAINT "Lead_contactId_fkey" CHECK ("contactId" > 0)`);
    expect(await findings()).toEqual(["missing:Lead.contactId"]);
    await mendAll();
    await rows(`ALTER TABLE "Lead" DROP CONSTRAINT "Lead_contactId_fkey"`);
    await rows(`ALTER TABLE "Lead" RENAME CONSTRAINT "Lead_contactId_fkey2" TO "Lead_contactId_fkey"`);
  });
});

describe("a key that PostgreSQL 18 does not enforce", () => {
  it("is found, and enforced again", async () => {
    const { version } = await row<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    const unenforce = rows(`ALTER TABLE "Lead" ALTER CONSTRAINT "Lead_contactId_fkey" NOT ENFORCED`);
    if (version < 180_000) return await expect(unenforce).rejects.toMatchObject({ code: "42601" });
    await unenforce;
    expect(await findings()).toEqual(["not_enforced:Lead.contactId"]);
    await mendAll();
  });
});

describe("which indexes serve a key", () => {
  const definitions: [string, boolean][] = [
    [`("messageId") WHERE "messageId" IS NOT NULL`, true],
    [`USING hash ("messageId")`, true],
    [`("messageId", id)`, true],
    [`("messageId") INCLUDE (id)`, true],
    [`("messageId") WHERE "organizationId" IS NOT NULL`, false],
    [`("messageId") WHERE "messageId" > 10`, false],
    [`(id, "messageId")`, false],
    [`(("messageId" + 0))`, false],
    [`USING brin ("messageId")`, false],
  ];

  it.each(definitions)("MediaAsset %s: %s", async (definition, serves) => {
    await rows(`DROP INDEX "MediaAsset_messageId_idx"`);
    await rows(`CREATE INDEX candidate ON "MediaAsset" ${definition}`);
    expect(await findings()).toEqual(serves ? [] : ["unindexed:MediaAsset.messageId"]);
    await rows(`DROP INDEX candidate`);
    await mendAll();
  });

  it("builds an index under another name where its own is taken", async () => {
    await rows(`DROP INDEX "MediaAsset_messageId_idx"`);
    await rows(
      `CREATE INDEX "MediaAsset_messageId_idx" ON "MediaAsset" ("messageId") WHERE "messageId" > 10`,
    );
    await mendAll();
    await rows(`DROP INDEX "MediaAsset_messageId_idx"`);
    await rows(`ALTER INDEX "MediaAsset_messageId_fkey_idx" RENAME TO "MediaAsset_messageId_idx"`);
  });

  it("asks for none where there is no key: the hot tables are never searched by organization", () => {
    expect(keyRelations.map(({ name }) => name)).not.toContain("Message.organizationId");
  });
});

describe("types", () => {
  it.each([
    ["MediaAsset.messageId", `ALTER TABLE "MediaAsset" ALTER "messageId" TYPE integer`],
    ["AiUsage.jobId", `ALTER TABLE "AiUsage" ALTER "jobId" TYPE integer`],
    ["OutboundJob.answeredJobIds", `ALTER TABLE "OutboundJob" ALTER "answeredJobIds" TYPE integer[]`],
    ["Session.userId", `ALTER TABLE "Session" ALTER "userId" TYPE varchar(50)`],
  ])("finds that %s has not the type of what it points to", async (name, sql) => {
    await rows(sql);
    expect(await findings()).toEqual([`type_mismatch:${name}`]);
    await mendAll();
  });

  it("changes the side that is not as the Prisma schema says", async () => {
    await rows(`ALTER TABLE "Lead" ALTER id TYPE integer`);
    expect(await findings()).toEqual(["type_mismatch:Conversation.leadId"]);
    await mendAll();
    await rows(`ALTER SEQUENCE "Lead_id_seq" AS bigint`);
  });

  it("says that rows were not checked whose ids cannot even be compared", async () => {
    await fillEveryTable();
    await rows(`ALTER TABLE "AiUsage" ALTER "jobId" TYPE text`);
    const report = await verify({ only: "AiUsage.jobId" });
    expect(report).toMatchObject({ status: "does not hold", notChecked: [{ relation: "AiUsage.jobId" }] });
    await apply(report.findings[0]?.mend ?? []);
  });
});

describe("tables", () => {
  it("puts back a primary key and everything that hung on it", async () => {
    await rows(`ALTER TABLE "Message" DROP CONSTRAINT "Message_pkey" CASCADE`);
    expect(await findings()).toEqual([
      "target_not_unique:Message.id",
      "missing:OutboundJob.inboundMessageId",
      "missing:OutboundMessageLog.messageId",
      "missing:MediaAsset.messageId",
    ]);
    await mendAll();
  });

  it("names orphans of a table without a primary key by where they are", async () => {
    await fillEveryTable();
    await rows(`ALTER TABLE "AuditEvent" DROP CONSTRAINT "AuditEvent_pkey"`);
    await orphan(relationNamed("AuditEvent.organizationId"));
    const [found] = (await verify()).findings;
    expect(found?.found).toContain("2 of 2 point nowhere, such as (0,");
    await apply(found?.mend ?? []);
    await rows(`ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_pkey" PRIMARY KEY (id)`);
  });

  it("finds the key of a partitioned table whole, and triggers that are off in one partition", async () => {
    await rows(`ALTER TABLE "AuditEvent" RENAME TO whole`);
    await rows(`CREATE TABLE "AuditEvent" (LIKE whole INCLUDING ALL) PARTITION BY HASH (id)`);
    await rows(`CREATE TABLE one PARTITION OF "AuditEvent" FOR VALUES WITH (MODULUS 1, REMAINDER 0)`);
    await rows(`ALTER TABLE "AuditEvent" ADD FOREIGN KEY ("organizationId") REFERENCES "Organization"(id)
      ON DELETE CASCADE ON UPDATE CASCADE`);
    expect(await findings()).toEqual([]);
    await rows(`ALTER TABLE one DISABLE TRIGGER ALL`);
    expect(await findings()).toEqual(["disabled:AuditEvent.organizationId"]);
    await rows(`DROP TABLE "AuditEvent"`);
    await rows(`ALTER TABLE whole RENAME TO "AuditEvent"`);
  });

  it("counts in every partition", async () => {
    await fillEveryTable();
    await rows(`ALTER TABLE "AiUsage" RENAME TO whole`);
    await rows(`CREATE TABLE "AiUsage" (LIKE whole INCLUDING DEFAULTS) PARTITION BY LIST ("organizationId")`);
    await rows(`CREATE TABLE one PARTITION OF "AiUsage" FOR VALUES IN ('org-1')`);
    await rows(`CREATE TABLE others PARTITION OF "AiUsage" DEFAULT`);
    await rows(`INSERT INTO "AiUsage" SELECT * FROM whole`);
    await rows(`UPDATE "AiUsage" SET "jobId" = 77 WHERE "organizationId" = 'org-1'`);
    const [checked] = (await verify({ only: "AiUsage.jobId" })).relations;
    expect(checked?.orphans).toMatchObject({ rows: 2, orphans: 1, share: 1 });
    await rows(`DROP TABLE "AiUsage"`);
    await rows(`ALTER TABLE whole RENAME TO "AiUsage"`);
  });

  it.each([
    [["table_missing:MediaAsset"], `RENAME TO elsewhere`, `ALTER TABLE elsewhere RENAME TO "MediaAsset"`],
    [
      ["column_missing:MediaAsset.messageId"],
      `RENAME "messageId" TO lost`,
      `ALTER TABLE "MediaAsset" RENAME lost TO "messageId"`,
    ],
  ])("fails with %s and does not say that its rows were checked", async (ids, change, back) => {
    await rows(`ALTER TABLE "MediaAsset" ${change}`);
    const report = await verify();
    expect(report.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    expect(report.notChecked.map(({ relation }) => relation)).toContain("MediaAsset.messageId");
    await rows(back);
  });

  it("takes no view for a table", async () => {
    await rows(`ALTER TABLE "MediaAsset" RENAME TO elsewhere`);
    await rows(`CREATE VIEW "MediaAsset" AS SELECT * FROM elsewhere`);
    expect(await verify()).toMatchObject({ status: "does not hold" });
    await rows(`DROP VIEW "MediaAsset"`);
    await rows(`ALTER TABLE elsewhere RENAME TO "MediaAsset"`);
  });

  it("says of an empty database that it is empty, once", async () => {
    await rows(`ALTER SCHEMA public RENAME TO elsewhere`);
    await rows(`CREATE SCHEMA public`);
    const report = await verify();
    expect(report).toMatchObject({ status: "does not hold", findings: [{ id: "no_tables:schema" }] });
    expect(report.findings).toHaveLength(1);
    await rows(`DROP SCHEMA public`);
    await rows(`ALTER SCHEMA elsewhere RENAME TO public`);
  });
});

describe("sessions in which no foreign key acts", () => {
  const reconnect = async (change: (url: URL) => void = () => undefined) => {
    const url = new URL(process.env.DATABASE_URL ?? "");
    change(url);
    process.env.DATABASE_URL = url.href;
    await disconnectDatabase();
    reloadEnv();
  };

  it("fails when the database makes them so", async () => {
    const { name } = await row<{ name: string }>("SELECT current_database() AS name");
    await rows(`ALTER DATABASE ${name} SET session_replication_role = replica`);
    expect(await findings()).toEqual([`replication_role:database ${name}`]);
    const [found] = (await verify()).findings;
    await apply(found?.mend ?? []);
    await reconnect();
  });

  it("fails when the connection asks for it", async () => {
    await reconnect((url) => url.searchParams.set("options", "-c session_replication_role=replica"));
    expect(await findings()).toEqual(["replication_role:client"]);
    await reconnect((url) => url.searchParams.delete("options"));
  });

  it("warns when another role is made so: one that copies data may be meant to", async () => {
    const { name } = await row<{ name: string }>("SELECT current_database() AS name");
    await rows(`CREATE ROLE copier_${name}`);
    await rows(`ALTER ROLE copier_${name} IN DATABASE ${name} SET session_replication_role = replica`);
    const report = await verify();
    expect(report).toMatchObject({ status: "holds", findings: [{ severity: "warn" }] });
    await apply(report.findings[0]?.mend ?? []);
    await rows(`DROP ROLE copier_${name}`);
  });
});
