import type { SchemaFinding, Severity } from "@/domain/schema";
import type { SchemaReport } from "./check-schema";

const LABELS: Record<Severity, string> = { fail: "FAIL", warn: "warn", note: "note" };

/** The report for people: what does not hold first, and at the end one line that says it all. */
export function reportSchema(report: SchemaReport): string {
  const { findings, problem } = report;
  return [
    describeTarget(report),
    ...(["fail", "warn", "note"] as const).flatMap((severity) =>
      findings.filter((each) => each.severity === severity).map(describeFinding),
    ),
    ...(problem ? [`${problem.code}: ${problem.message}\n  mend      ${problem.mend}\n`] : []),
    conclude(report),
  ].join("\n");
}

function describeTarget({ target, place }: SchemaReport): string {
  if (!target) return "";
  const schema = place
    ? `, schema ${place.schema ?? "none"}, as ${place.role}, PostgreSQL ${place.version}`
    : "";
  return `${target.variable}: ${target.host}:${target.port}/${target.database}${schema}\n`;
}

function describeFinding({ severity, id, expected, actual, breaks, mend, mendBy }: SchemaFinding): string {
  const lines = { expected, there: actual, breaks, mend: mendBy === "command" ? `$ ${mend}` : mend };
  return [
    `${LABELS[severity]}  ${id}`,
    ...Object.entries(lines).map(
      ([name, text]) => `      ${name.padEnd(9)} ${text.replaceAll("\n", `\n${" ".repeat(16)}`)}`,
    ),
    "",
  ].join("\n");
}

function conclude({ exitCode, findings, problem, elapsedMs }: SchemaReport): string {
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  const numbers = `${count("fail")} failures, ${count("warn")} warnings, ${count("note")} notes, ${elapsedMs} ms`;
  if (problem || exitCode === 2) return `Schema verification COULD NOT BE DONE (${problem?.code ?? numbers})`;
  return exitCode === 0
    ? `Schema verification PASSED (${numbers})`
    : `Schema verification FAILED (${numbers})`;
}
