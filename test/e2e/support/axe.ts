import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong with a page for those who use it otherwise, a line each. Evaluated: the page's policy does not apply to it. */
export async function axeProblems(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults, string[]>(
    (values) =>
      (window as unknown as { axe: typeof import("axe-core") }).axe.run({
        runOnly: { type: "tag", values },
      } as never) as never,
    TAGS,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = (failureSummary ?? "").replace(/\s+/g, " ").slice(0, 240);
      return `${id}: ${help} | ${target.join(" ")} | ${why}`;
    }),
  );
}
