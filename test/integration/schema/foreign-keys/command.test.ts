import { spawnSync } from "node:child_process";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import type { ForeignKeyReport } from "@/domain/schema";
import { commandFile } from "../../../support/command-file";
import { fillEveryTable, relations, withoutForeignKeys } from "../../../support/foreign-keys";
import { ownDatabase, rows } from "../../../support/own-database";

ownDatabase();
beforeAll(fillEveryTable);

/** `npm run verify:fks`, without npm. */
function verifyFks(args: string[], databaseUrl = process.env.DATABASE_URL) {
  const command = [commandFile("db/verify-fks"), ...args];
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", env });
  return { code: status, stdout, stderr };
}

describe("npm run verify:fks", () => {
  const all = relations.length;

  it("exits 0 and says so when everything holds", () => {
    const { code, stdout } = verifyFks([]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Message\.conversationId +Conversation\.id +holds +2 +0 /);
    expect(stdout).toMatch(/Message\.organizationId +Organization\.id +by name +2 +0 /);
    expect(stdout).toContain(`Foreign key verification PASSED: ${all} of ${all} relations checked`);
  });

  it("exits 1 with what is wrong and the SQL that mends it", async () => {
    await withoutForeignKeys(`UPDATE "Message" SET "conversationId" = 77 WHERE id = 2`);
    await rows(`DROP INDEX "MediaAsset_messageId_idx"`);
    const { code, stdout } = verifyFks([]);
    expect(code).toBe(1);
    expect(stdout).toContain("FAIL  orphans:Message.conversationId");
    expect(stdout).toContain("1 of 2 point nowhere, such as 2 -> 77");
    expect(stdout).toContain(
      `CREATE INDEX CONCURRENTLY "MediaAsset_messageId_idx" ON "MediaAsset" ("messageId");`,
    );
    expect(stdout).toContain("Foreign key verification FAILED");
  });

  it("says the same as JSON, of one relation, with as many samples as asked for", () => {
    const { code, stdout } = verifyFks(["--json", "--relation", "Message.conversationId", "--sample", "0"]);
    const report: ForeignKeyReport = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(report.relations).toMatchObject([
      { name: "Message.conversationId", orphans: { orphans: 1, samples: [] } },
    ]);
    expect(report.findings).toMatchObject([{ id: "orphans:Message.conversationId", severity: "fail" }]);
  });

  it("changes nothing", async () => {
    const lost = await rows(`SELECT id FROM "Message" WHERE "conversationId" = 77`);
    expect(lost).toHaveLength(1);
  });

  it("exits 2 when the time was too short, and calls nothing whole", () => {
    const { code, stdout } = verifyFks(["--timeout", "0.001"]);
    expect(code).toBe(2);
    expect(stdout).toContain("NOT CHECKED  Message.conversationId: no time was left");
    expect(stdout).toContain(`Foreign key verification NOT COMPLETE: 0 of ${all} relations checked`);
  });

  it("exits 2 when a relation could not be looked at, 1 when another one fails as well", async () => {
    const migration = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await migration.connect();
    await migration.query(`BEGIN; LOCK TABLE "KnowledgeDocument" IN ACCESS EXCLUSIVE MODE`);
    const alone = verifyFks(["--relation", "KnowledgeDocument.organizationId"]);
    expect(alone).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("NOT CHECKED  KnowledgeDocument.organizationId"),
    });
    const all = verifyFks([]);
    expect(all.code).toBe(1);
    expect(all.stdout).toContain("NOT CHECKED  KnowledgeDocument.organizationId");
    await migration.end();
  });

  it.each([
    [["--relation", "Message.contactId"], "There is no relation Message.contactId"],
    [["--timeout", "0"], "above 0"],
    [["--sample", "-1"], "from 0"],
    [["--nonsense"], "unknown option"],
  ])("exits 2, not 1, when it is asked wrongly: %s", (args, said) => {
    expect(verifyFks(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
  });

  it("exits 2 when nobody answers", () => {
    const { code, stdout } = verifyFks([], "postgresql://postgres@127.0.0.1:9/nothing");
    expect(code).toBe(2);
    expect(stdout).toContain("HOST_DOWN: Nobody listens at 127.0.0.1:9");
  });
});
