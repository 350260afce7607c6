import type { CheckedRelation, ForeignKeyFinding, ForeignKeyReport } from "@/domain/schema";
import { textTable } from "../local/text-table";

const verdicts = { holds: "PASSED", "does not hold": "FAILED", "not checked": "NOT COMPLETE" };

/** The report for people: relations, then what is wrong with its mend, then one line that says whether it holds. */
export function describeReport(report: ForeignKeyReport): string {
  const { database, relations, findings, notChecked } = report;
  const where = database
    ? `database ${database.name}, schema ${database.schema ?? "none"}, as ${database.user}`
    : "nothing could be read";
  return [
    where,
    table(relations),
    ...findings.map(describeFinding),
    ...(notChecked.length > 0 ? [describeNotChecked(notChecked)] : []),
    `Foreign key verification ${verdicts[report.status]}: ${summarise(report)}`,
  ].join("\n\n");
}

function table(relations: CheckedRelation[]): string {
  const lines = relations.map(({ name, target, key, orphans, elapsedMs }) => [
    name,
    target,
    key === "does not hold" ? "FAIL" : key,
    String(orphans.rows),
    orphans.notChecked ? "not checked" : String(orphans.orphans),
    `${elapsedMs} ms`,
  ]);
  const head = ["RELATION", "POINTS TO", "KEY", "ROWS", "ORPHANS", "TOOK"];
  return textTable([head, ...lines], { rightFrom: 3 });
}

function describeFinding({ severity, id, expected, found, breaks, mend }: ForeignKeyFinding): string {
  const [first, ...more] = mend.map((statement) =>
    statement.startsWith("--") ? statement : `${statement};`,
  );
  return [
    `${severity.toUpperCase()}  ${id}`,
    `  expected  ${expected}`,
    `  there     ${found}`,
    `  breaks    ${breaks}`,
    ...(first === undefined ? [] : [`  mend      ${first}`]),
    ...more.map((statement) => `            ${statement}`),
  ].join("\n");
}

function describeNotChecked(notChecked: ForeignKeyReport["notChecked"]): string {
  return notChecked.map(({ relation, reason }) => `NOT CHECKED  ${relation}: ${reason}`).join("\n");
}

function summarise({ relations, findings, notChecked }: ForeignKeyReport): string {
  const rows = relations.reduce((sum, { orphans }) => sum + orphans.rows, 0);
  const count = (wanted: string) => findings.filter(({ severity }) => severity === wanted).length;
  return [
    `${relations.length - notChecked.length} of ${relations.length} relations checked`,
    `${rows} values looked up`,
    `${count("fail")} failures`,
    `${count("warn")} warnings`,
    `${count("note")} notes`,
  ].join(", ");
}
