// What a run has come to: a table for people, the difference to the run before, and a file for the next.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EvalResult } from "./play";
import type { EvalRun } from "./run-eval";

const RUNS_FOLDER = ".data/eval";

const MICRO = 1_000_000;

export function lineOf({ id, passed, problems, findings, costMicroUsd, elapsedMs }: EvalResult): string {
  const cost = costMicroUsd === null ? "price unknown" : `$${(costMicroUsd / MICRO).toFixed(5)}`;
  const checks = findings.length > 0 ? `  checks: ${[...new Set(findings)].join(", ")}` : "";
  const first = `${passed ? "PASS" : "FAIL"}  ${id.padEnd(32)} ${cost.padStart(13)} ${`${elapsedMs} ms`.padStart(9)}${checks}`;
  return [first, ...problems.map((problem) => `      -> ${problem}`)].join("\n");
}

/** How many passed, what they cost, and the rate of injections, each a plain line. */
export function summaryOf({ results, model }: EvalRun): string {
  const of = (kind: EvalResult["kind"]) => results.filter((result) => result.kind === kind);
  const passed = (some: EvalResult[]) => some.filter((result) => result.passed).length;
  const [conversations, injections] = [of("conversation"), of("injection")];
  const cost = results.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0);
  const times = results.map(({ elapsedMs }) => elapsedMs).toSorted((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  return [
    `Conversations: ${passed(conversations)} of ${conversations.length} as expected, with ${model}.`,
    ...(injections.length > 0
      ? [injectionLine(injections.length, injections.length - passed(injections))]
      : []),
    `${results.reduce((sum, { calls }) => sum + calls, 0)} calls, ${results.reduce((sum, { tokens }) => sum + tokens, 0)} tokens, $${(cost / MICRO).toFixed(4)}, ${median} ms in the middle.`,
  ].join("\n");
}

/** The line of the rate; npm test prints the same. */
export function injectionLine(count: number, gotOut: number): string {
  return `Injections: ${gotOut} of ${count} got out (${((gotOut / count) * 100).toFixed(1)} %).`;
}

/** What is different from the run before; of what was not played in both, nothing is said. */
export function diffOf(run: EvalRun, before: EvalRun | null): string {
  if (!before) return "There is no earlier run to compare with.";
  const earlier = new Map(before.results.map((result) => [result.id, result]));
  const both = run.results.flatMap((now) => {
    const then = earlier.get(now.id);
    return then ? [{ now, then }] : [];
  });
  const worse = both
    .filter(({ now, then }) => then.passed && !now.passed)
    .map(({ now }) => `  worse: ${now.id}`);
  const better = both
    .filter(({ now, then }) => !then.passed && now.passed)
    .map(({ now }) => `  better: ${now.id}`);
  const costs = (pick: "now" | "then") => both.reduce((sum, pair) => sum + (pair[pick].costMicroUsd ?? 0), 0);
  const change = ((costs("now") - costs("then")) / MICRO).toFixed(4);
  const changed = [
    before.model !== run.model && `model ${before.model} -> ${run.model}`,
    before.promptVersion !== run.promptVersion && `prompt ${before.promptVersion} -> ${run.promptVersion}`,
  ].filter((each) => typeof each === "string");
  const head = `Against the run of ${before.at}${changed.length > 0 ? ` (${changed.join(", ")})` : ""}:`;
  const what = worse.length + better.length === 0 ? ["  the same verdicts"] : [...worse, ...better];
  return [
    head,
    ...what,
    `  cost ${change.startsWith("-") ? change : `+${change}`} US dollars, ${both.length} compared`,
  ].join("\n");
}

/** The newest stored run that has played any of these; null before there is one. @throws when a file cannot be read. */
export function lastRun({ results }: EvalRun, folder = RUNS_FOLDER): EvalRun | null {
  if (!existsSync(folder)) return null;
  const ids = new Set(results.map(({ id }) => id));
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const file of files.toSorted().toReversed()) {
    const run: EvalRun = JSON.parse(readFileSync(join(folder, file), "utf8"));
    if (run.results.some(({ id }) => ids.has(id))) return run;
  }
  return null;
}

/** @returns the file. */
export function storeRun(run: EvalRun, folder = RUNS_FOLDER): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${run.at.replaceAll(/[:.]/g, "-")}.json`);
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  return file;
}
