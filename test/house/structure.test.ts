import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, it } from "vitest";

interface Violation {
  from: string;
  rule: { name: string };
}

/** Runs the project's structure rules over a small house in which each of them is broken once. */
function violations(): string[] {
  const cli = resolve("node_modules/.bin/depcruise");
  const args = [cli, "--config", resolve(".dependency-cruiser.cjs"), "--output-type", "json", "src"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: "test/house/fixtures", encoding: "utf8" });
  const found: Violation[] = JSON.parse(stdout).summary.violations;
  return found.map(({ from, rule }) => `${rule.name}: ${from}`).toSorted();
}

it("every structure rule catches the code it forbids, and nothing else is caught", () => {
  expect(violations()).toEqual([
    "app-has-no-database: src/app/knows-database.ts",
    "domain-knows-no-framework: src/infra/knows-next.ts",
    "domain-order-outbound: src/domain/outbound/knows-later-module.ts",
    "infra-knows-no-policy: src/infra/knows-domain.ts",
    "lib-knows-nobody: src/lib/knows-domain.ts",
    "modules-by-their-index-inside: src/domain/inbound/later.ts",
    "modules-by-their-index: src/app/reaches-inside.ts",
    "no-cycles: src/domain/inbound/cycle-a.ts",
    "no-own-index: src/domain/outbound/knows-own-index.ts",
    "product-without-simulator: src/domain/outbound/knows-simulator.ts",
    "simulator-without-product: src/simulator/simulated.ts",
  ]);
});
