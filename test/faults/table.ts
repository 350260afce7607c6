// What a row promises, in words: for docs/GUARANTEES.md and for the table at the end of a run.

import { type FaultPoint, faultPoints } from "@/lib/fault-point";
import type { Row, Rows } from "./row";

export interface TableRow {
  point: FaultPoint;
  durable: string;
  dies: string;
  withReceipts: string;
  resend: string;
  hold: string;
}

const who = { app: "app", cron: "app, called by the cron", worker: "worker" };

export function toTableRow(point: FaultPoint, row: Row): TableRow {
  return {
    point,
    durable: faultPoints[point],
    dies: `${who[row.dies]}: ${row.during}`,
    ...outcomesOf(row),
  };
}

/** All rows, in the order in which a message comes by. */
export function toTable(matrix: Rows): TableRow[] {
  const points = Object.keys(faultPoints) as FaultPoint[];
  return points.flatMap((point) => matrix[point].map((row) => toTableRow(point, row)));
}

function outcomesOf({ unknown, isAboutReceipts }: Row): Pick<TableRow, "withReceipts" | "resend" | "hold"> {
  if (isAboutReceipts) return { withReceipts: "answered once", resend: "–", hold: "–" };
  if (!unknown) return { withReceipts: "answered once", resend: "the same", hold: "the same" };
  if (unknown.metaHasIt) {
    return {
      withReceipts: "answered once: the receipt settles it",
      resend: "sent once more, marked: the customer has it twice",
      hold: "held for a person: the customer has it",
    };
  }
  return {
    withReceipts: "answered once: after silence, by one more send, marked",
    resend: "answered once: the same, after a longer silence",
    hold: "held for a person: the customer has nothing yet",
  };
}

const headings: Record<keyof TableRow, string> = {
  point: "killed at",
  durable: "what is durable there",
  dies: "who dies, over what",
  withReceipts: "with receipts",
  resend: "without: `resend`",
  hold: "without: `hold`",
};

/** As a table of Markdown. */
export function toMarkdown(table: TableRow[]): string {
  const columns = Object.keys(headings) as (keyof TableRow)[];
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map((column) => headings[column])),
    line(columns.map(() => "---")),
    ...table.map((row) =>
      line(columns.map((column) => (column === "point" ? `\`${row[column]}\`` : row[column]))),
    ),
  ].join("\n");
}
