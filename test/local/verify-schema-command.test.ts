import { spawnSync } from "node:child_process";
import { afterAll, describe, expect, it } from "vitest";
import { commandFile } from "../support/command-file";
import { ownDatabase, rows } from "../support/own-database";

ownDatabase();

/** The command, as `npm run verify:schema --` runs it. */
function verify(args: string[], env: Record<string, string> = {}) {
  const done = spawnSync(process.execPath, [commandFile("db/verify-schema"), ...args], {
    encoding: "utf8",
    env: { ...process.env, DIRECT_URL: "", ...env },
  });
  return { code: done.status, said: done.stdout, complained: done.stderr };
}

describe("npm run verify:schema", () => {
  afterAll(() => rows(`ALTER TABLE "Lead" RENAME COLUMN score TO details`));

  it("explains itself, and takes a wrong option for a check that was not made", () => {
    expect(verify(["--help"])).toMatchObject({ code: 0, said: expect.stringContaining("--allow") });
    expect(verify(["--alow", "x"])).toMatchObject({ code: 2, said: "" });
  });

  it("says PASSED and ends with 0 when the schema is the right one", () => {
    const { code, said } = verify([]);
    expect(code).toBe(0);
    expect(said).toContain("Schema verification PASSED");
    expect(said).toContain("schema public, as postgres, PostgreSQL 18");
  });

  it("names what is wrong, what that breaks and how to mend it, and ends with 1", async () => {
    await rows(`ALTER TABLE "Lead" RENAME COLUMN details TO score`);
    const { code, said } = verify([]);
    expect(code).toBe(1);
    expect(said).toContain("FAIL  column_missing:Lead.details");
    expect(said).toContain("P2022");
    expect(said).toContain(`ALTER TABLE "Lead" RENAME COLUMN "score" TO "details";`);
    expect(said).toContain("Schema verification FAILED");
  });

  it("tells a machine the same, and lets pass what was accepted", () => {
    const report = JSON.parse(verify(["--json"]).said);
    expect(report).toMatchObject({
      ok: false,
      exitCode: 1,
      findings: [{ id: "column_missing:Lead.details" }],
    });
    const accepted = verify(["--json", "--allow", "column_missing:Lead.details"]);
    expect(accepted.code).toBe(0);
    expect(JSON.parse(accepted.said)).toMatchObject({ ok: true, findings: [{ severity: "note" }] });
  });

  it("does not look at another database where the variable was forgotten in production", () => {
    const { code, said } = verify(["--json"], { DATABASE_URL: "", NODE_ENV: "production" });
    expect([code, JSON.parse(said).problem.code]).toEqual([2, "NO_DATABASE_URL"]);
  });

  it("ends with 2 when it cannot look, and never shows a password", () => {
    const { code, said, complained } = verify([], {
      DATABASE_URL: "postgresql://app:canary-4711@127.0.0.1:9/x",
    });
    expect(code).toBe(2);
    expect(said).toContain("HOST_DOWN: Nobody listens at 127.0.0.1:9");
    expect(said + complained).not.toContain("canary-4711");
  });
});
