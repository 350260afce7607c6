import { execFile } from "node:child_process";
import { expect, it } from "vitest";
import type { Report } from "../../scripts/chaos/report";

const args = ["--minutes", "0.35", "--rate", "8", "--seed", "20260801", "--json"];

/** The command as an operator runs it. */
function runChaos(): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const command = ["--import", "tsx", "scripts/chaos/chaos.ts", ...args];
    const child = execFile(
      process.execPath,
      command,
      { env: { ...process.env, VITEST: "" } },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

it("twenty seconds under fire lose nothing, double nothing and keep the order", {
  timeout: 300_000,
}, async () => {
  const { code, stdout, stderr } = await runChaos();
  expect(code, stderr).toBe(0);
  const { verdict, recoveries, isDrained }: Report = JSON.parse(stdout);
  expect(isDrained).toBe(true);
  expect(verdict.received).toBeGreaterThan(100);
  expect(verdict.answered + verdict.leftToPerson).toBe(verdict.received);
  expect(recoveries.map(({ how }) => how).toSorted()).toEqual(["crash", "fast"]);
});
