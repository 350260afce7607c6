// Everything that the processes under test write is kept until the end of the run, and then looked through for what
// must never be in a log (test/logs).

import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { isAlive } from "../../scripts/local/processes";

let started = 0;

/** @returns what takes each line a process writes, on either of its channels. */
export function keepOutput(name: string, folder = process.env.TEST_OUTPUT_FOLDER): (line: string) => void {
  if (!folder) throw new Error("TEST_OUTPUT_FOLDER is not set: vitest.config.ts does so");
  mkdirSync(folder, { recursive: true });
  started += 1;
  const file = join(folder, `${name}-${process.pid}-${started}.log`);
  appendFileSync(file, "");
  return (line) => appendFileSync(file, `${line}\n`);
}

/** Secrets, tokens, texts and names of the tests have this word in them; customers' numbers begin as newCustomer's do. */
const forbidden = [/canary/i, /(?<!\d)5511\d{9}(?!\d)/];

/** Where something stands that must not, as file:line. */
export function findLeaks(folder: string, names = readdirSync(folder)): string[] {
  return names.flatMap((name) => {
    const lines = readFileSync(join(folder, name), "utf8").split("\n");
    return lines.flatMap((line, at) =>
      forbidden.some((pattern) => pattern.test(line)) ? [`${join(folder, name)}:${at + 1}: ${line}`] : [],
    );
  });
}

/** Removes the folder of a run, and those of runs that have ended without doing so. */
export function removeOutput(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const runs = existsSync(dirname(folder)) ? readdirSync(dirname(folder)) : [];
  for (const pid of runs.filter((run) => !isAlive(Number(run))))
    rmSync(join(dirname(folder), pid), { recursive: true, force: true });
}
