import { describe, it } from "vitest";
import { type FaultPoint, faultPoints } from "@/lib/fault-point";
import type { Rows } from "./row";
import { runRow, type World } from "./run-row";
import { type TableRow, toTableRow } from "./table";

/** What a test tells the reporter. */
interface RowResult {
  row: TableRow;
  /** Its place in the table. */
  at: number;
  column: "withReceipts" | "resend" | "hold";
  /** Whether without receipts the policy decides; else nothing is different without them, and it is not run. */
  isDecided: boolean;
  /** Missing when it came to no end. */
  lost?: number;
  doubled?: number;
}

declare module "vitest" {
  interface TaskMeta {
    faultRow?: RowResult;
  }
}

/** A test for every row; without receipts only where somebody has to decide. */
export function describeRows(rows: Partial<Rows>, world: World): void {
  const column = world.receipts === "come" ? "withReceipts" : world.policy;
  const title = world.receipts === "come" ? "with receipts" : `without receipts, policy ${world.policy}`;
  describe(title, () => {
    for (const point of Object.keys(rows) as FaultPoint[]) {
      for (const [variant, row] of (rows[point] ?? []).entries()) {
        if (world.receipts === "held back" && !row.unknown) continue;
        const at = Object.keys(faultPoints).indexOf(point) + variant / 10;
        it(`SIGKILL at ${point}: ${row.during}`, async ({ task }) => {
          const isDecided = row.unknown !== undefined;
          const result: RowResult = { row: toTableRow(point, row), at, column, isDecided };
          task.meta.faultRow = result;
          const { lost, doubled } = await runRow(point, row, world);
          Object.assign(result, { lost, doubled });
        });
      }
    }
  });
}
