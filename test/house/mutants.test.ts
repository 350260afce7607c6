import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { identityMutants } from "../mutants/identity-mutants";
import { queueMutants } from "../mutants/queue-mutants";
import { sendMutants } from "../mutants/send-mutants";
import { toolMutants } from "../mutants/tool-mutants";
import { turnMutants } from "../mutants/turn-mutants";

it.each(
  [...sendMutants, ...queueMutants, ...identityMutants, ...toolMutants, ...turnMutants].map(
    (mutant) => [mutant.name, mutant] as const,
  ),
)("the line that the mutant `%s` takes away is still there, once", (_, { file, find, replace }) => {
  expect(readFileSync(file, "utf8").split(find)).toHaveLength(2);
  expect(replace).not.toBe(find);
});
