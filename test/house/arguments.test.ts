// Arguments of a process are readable for every user of the machine (ps), and stay in the shell's history. The simulator's
// are made up, so it may have them.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const scripts = readdirSync("scripts", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join("scripts", name));

/** An option whose value is the secret itself, not the name of where it is. */
const secretOption = /["'`]--[\w-]*(?:secret|token|password|key) [<[]/g;

it("no command takes a secret as an argument", () => {
  const found = scripts.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(secretOption)].map(([option]) => `${file}: ${option}`),
  );
  expect(found).toEqual([]);
});
