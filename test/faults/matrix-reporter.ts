import type { Reporter, TestCase, TestModule } from "vitest/node";

type Column = "withReceipts" | "resend" | "hold";

/** Prints the matrix of the rows that have run, each cell with what came out of it. */
export default class MatrixReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.meta().faultRow !== undefined && test.result().state !== "skipped");
    if (tests.length === 0) return;
    const table = collect(tests);
    const points = new Set(tests.map((test) => test.meta().faultRow?.row.point));
    const title = `Killed with SIGKILL at ${points.size} points, ${tests.length} rows:`;
    process.stdout.write(`\n${title}\n\n${layOut([headings, ...table]).join("\n")}\n`);
  }
}

const headings = [
  "killed at",
  "what is durable there",
  "who dies, over what",
  "with receipts",
  "without receipts: resend",
  "without receipts: hold",
];

function collect(tests: TestCase[]): string[][] {
  const lines = new Map<string, { at: number; cells: string[]; outcomes: Record<Column, string> }>();
  for (const test of tests) {
    const result = test.meta().faultRow;
    if (!result) continue;
    const { row, at, column, isDecided } = result;
    const key = `${row.point} ${row.dies}`;
    const line = lines.get(key) ?? {
      at,
      cells: [row.point, row.durable, row.dies],
      outcomes: {
        withReceipts: "not run",
        resend: isDecided ? "not run" : row.resend,
        hold: isDecided ? "not run" : row.hold,
      },
    };
    line.outcomes[column] = tell(test, row[column]);
    lines.set(key, line);
  }
  return [...lines.values()]
    .toSorted((one, other) => one.at - other.at)
    .map(({ cells, outcomes }) => [...cells, outcomes.withReceipts, outcomes.resend, outcomes.hold]);
}

/** Numbers where they are promised to be nought: whatever the policy, with receipts nothing is lost or doubled. */
function tell(test: TestCase, outcome: string): string {
  const { lost, doubled, column } = test.meta().faultRow ?? {};
  if (!test.ok()) return "FAILED";
  return column === "withReceipts" ? `lost ${lost}, doubled ${doubled}: ${outcome}` : outcome;
}

/** Columns as wide as their widest cell. */
function layOut(table: string[][]): string[] {
  const widths = headings.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ");
  const [first = [], ...others] = table;
  return [line(first), widths.map((width) => "-".repeat(width)).join("-|-"), ...others.map(line)];
}
