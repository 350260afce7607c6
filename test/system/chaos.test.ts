import { execFile } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import type { Report } from "../../scripts/chaos/report";
import { localFolder, serverUser } from "../../scripts/local/postgres-binaries";
import { findLeaks } from "../support/process-output";

/** Where a run keeps what it leaves (scripts/chaos/home.ts). */
const home = (pid = 0) => join(localFolder(serverUser()), `chaos-${pid}`);

const args = ["--minutes", "0.35", "--rate", "8", "--seed", "20260801", "--json", "--keep"];

/** The command as an operator runs it. */
function runChaos(): Promise<{ code: number | null; stdout: string; stderr: string; logs: string }> {
  return new Promise((resolve) => {
    const command = ["--import", "tsx", "scripts/chaos/chaos.ts", ...args];
    const child = execFile(
      process.execPath,
      command,
      { env: { ...process.env, VITEST: "" } },
      (_, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr, logs: join(home(child.pid), "logs") }),
    );
  });
}

it("twenty seconds under fire lose nothing, double nothing and keep the order", {
  timeout: 300_000,
}, async () => {
  const { code, stdout, stderr, logs } = await runChaos();
  expect(code, stderr).toBe(0);
  const { verdict, recoveries, isDrained }: Report = JSON.parse(stdout);
  expect(isDrained).toBe(true);
  expect(verdict.received).toBeGreaterThan(100);
  expect(verdict.answered + verdict.leftToPerson).toBe(verdict.received);
  expect(recoveries.map(({ how }) => how).toSorted()).toEqual(["crash", "fast"]);
  // No secret and no customer's word is in what the product wrote meanwhile. PostgreSQL writes a log of its own.
  const written = readdirSync(logs).filter((name) => name !== "postgres.log");
  expect(written.length).toBeGreaterThan(2);
  expect(findLeaks(logs, written).slice(0, 20)).toEqual([]);
  rmSync(dirname(logs), { recursive: true, force: true });
});
