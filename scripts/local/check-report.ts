// What the verify commands and readiness print: one line a check, what does not hold with what to do about it.

import { describeError } from "@/lib/errors";
import type { ExitCode } from "./run-command";

/** unknown: it could not be checked. note: nothing is asked of it. */
export interface Check {
  name: string;
  status: "pass" | "note" | "warn" | "fail" | "unknown";
  detail: string;
  /** What to type, or to do, where it does not hold. */
  mend?: string;
}

/** 1 as soon as something does not hold, 2 when something could not be checked, else 0: warnings hold. */
export function exitCodeOf(checks: Check[]): ExitCode {
  if (checks.some(({ status }) => status === "fail")) return 1;
  return checks.some(({ status }) => status === "unknown") ? 2 : 0;
}

/** Runs a check; one that throws could not be checked, which costs the others nothing. */
export async function runCheck(name: string, work: () => Promise<Check | Check[]>): Promise<Check[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    return [{ name, status: "unknown", detail: describeError(error) }];
  }
}

/** The report for people; the last line says it all. */
export function toTable(what: string, checks: Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const indent = " ".repeat(width + 11);
  const lines = checks.flatMap(({ name, status, detail, mend }) => [
    `${status.toUpperCase().padEnd(7)}  ${name.padEnd(width)}  ${detail.replaceAll("\n", `\n${indent}`)}`,
    ...(mend && status !== "pass" ? [`${indent}-> ${mend}`] : []),
  ]);
  return [...lines, "", conclude(what, checks)].join("\n");
}

function conclude(what: string, checks: Check[]): string {
  const count = (wanted: Check["status"]) => checks.filter(({ status }) => status === wanted).length;
  const numbers = `${count("pass")} pass, ${count("warn")} warn, ${count("fail")} fail, ${count("unknown")} not checked`;
  return `${what} ${["PASSED", "FAILED", "COULD NOT BE DONE"][exitCodeOf(checks)]} (${numbers})`;
}
