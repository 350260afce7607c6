// Takes every important line away in turn and looks whether a test fails. A mutant that survives is a guarantee that
// nothing watches over.
// Usage: npm run test:mutants [-- --only <part of a name>] [--share 3/10] [--jobs 2]

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { identityMutants } from "./identity-mutants";
import type { Mutant } from "./mutant";
import { queueMutants } from "./queue-mutants";
import { sendMutants } from "./send-mutants";
import { toolMutants } from "./tool-mutants";
import { turnMutants } from "./turn-mutants";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const copied = [
  "src",
  "test",
  "scripts",
  "prisma",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
  "prisma.config.ts",
];

interface Verdict {
  mutant: Mutant;
  /** The first test that failed; null when the mutant survived. */
  caughtBy: string | null;
  seconds: number;
}

interface Report {
  testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[];
}

const program = new Command("npm run test:mutants --")
  .option("--only <part>", "only mutants whose name has this in it")
  .option("--share <n/of>", "only the n-th of so many shares")
  .option("--jobs <n>", "how many at once", Number, 2)
  .parse();

process.exitCode = await main(program.opts());

async function main(options: { only?: string; share?: string; jobs: number }): Promise<number> {
  const mutants = choose(
    [...sendMutants, ...queueMutants, ...identityMutants, ...toolMutants, ...turnMutants],
    options,
  );
  const waiting = [...mutants];
  const verdicts: Verdict[] = [];
  const work = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const verdict = await tryMutant(mutant);
      verdicts.push(verdict);
      print(describe(verdict, `${verdicts.length}/${mutants.length}`));
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, work));
  const survivors = verdicts.filter(({ caughtBy }) => caughtBy === null);
  print(`${verdicts.length - survivors.length} caught, ${survivors.length} survived`);
  return survivors.length === 0 ? 0 : 1;
}

function choose(all: Mutant[], { only, share }: { only?: string; share?: string }): Mutant[] {
  const [nth = 1, of = 1] = share?.split("/").map(Number) ?? [];
  return all.filter((mutant, at) => (!only || mutant.name.includes(only)) && at % of === nth % of);
}

/** Tries a mutant in a copy of the project of its own. @throws when the line it takes away is not there any more. */
async function tryMutant(mutant: Mutant): Promise<Verdict> {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "replyonce-mutant-"));
  try {
    for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    mutate(join(folder, mutant.file), mutant);
    const failed = await runTests(folder, mutant.caughtBy);
    return { mutant, caughtBy: failed, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mutate(path: string, { find, replace, name }: Mutant): void {
  const source = readFileSync(path, "utf8");
  const count = source.split(find).length - 1;
  if (count !== 1) throw new Error(`"${name}": its line occurs ${count} times in ${path}`);
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
}

/** @returns the first failed test, or null. @throws when no test ran: that says nothing about the mutant. */
async function runTests(folder: string, files: string[]): Promise<string | null> {
  const report = join(folder, ".report/report.json");
  mkdirSync(dirname(report));
  const projects = files.some((file) => file.startsWith("test/property")) ? ["code", "property"] : ["code"];
  const args = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--bail=1",
    ...projects.map((project) => `--project=${project}`),
    "--reporter=json",
    `--outputFile=${report}`,
    ...files,
  ];
  let said = "";
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  await new Promise((resolve) => child.once("exit", resolve));
  try {
    const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
    const tests = testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map((test) => ({ ...test, name })),
    );
    if (tests.length === 0) throw new Error("No test ran");
    const failed = tests.find(({ status }) => status === "failed");
    return failed ? `${failed.name.slice(folder.length + 1)}: ${failed.fullName}` : null;
  } catch (cause) {
    throw new Error(`The tests did not run: ${said.slice(-2_000)}`, { cause });
  }
}

function describe({ mutant, caughtBy, seconds }: Verdict, progress: string): string {
  const verdict = caughtBy === null ? "SURVIVED" : "caught  ";
  return `${progress.padEnd(6)} ${verdict} ${mutant.name} (${seconds.toFixed(0)} s)\n                ${caughtBy ?? mutant.file}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
