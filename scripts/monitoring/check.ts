import type { ExitCode } from "../local/run-command";

/** unknown: it could not be checked. */
export interface Check {
  name: string;
  status: "pass" | "warn" | "fail" | "unknown";
  detail: string;
}

/** 1 as soon as something does not hold, 2 when something could not be checked, else 0: warnings hold. */
export function exitCodeOf(checks: Check[]): ExitCode {
  if (checks.some(({ status }) => status === "fail")) return 1;
  return checks.some(({ status }) => status === "unknown") ? 2 : 0;
}

export function toTable(checks: Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, status, detail }) => `${status.toUpperCase().padEnd(7)}  ${name.padEnd(width)}  ${detail}`)
    .join("\n");
}
