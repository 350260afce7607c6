// What was measured, for a terminal, for docs/BENCHMARKS.md and for programs.

import os from "node:os";
import { textTable } from "../local/text-table";
import { type Bar, isMet, type Result, ratioOf, type Spread, spreadOf } from "./figure";

export interface MeasuredFigure {
  name: string;
  title: string;
  seconds: number;
  results: Result[];
  /** Why there are none. */
  error?: string;
}

interface Row {
  what: string;
  ours: string;
  against: string;
  ratio: string;
  bar: string;
  met: string;
}

const HEAD: Row = { what: "", ours: "ours", against: "against", ratio: "ratio", bar: "bar", met: "" };

/** For programs. */
export function toReport(figures: MeasuredFigure[]) {
  return {
    machine: describeMachine(),
    measuredAt: new Date().toISOString(),
    figures: figures.map(({ results, ...figure }) => ({
      ...figure,
      results: results.map((result) => ({
        ...result,
        median: spreadOf(result.ours),
        ratio: ratioOf(result),
        isMet: isMet(result),
      })),
    })),
  };
}

export function toText(figures: MeasuredFigure[]): string {
  return figures.map((figure) => `\n${figure.title} (${figure.name})\n${textOf(figure)}`).join("\n");
}

/** Tables for docs/BENCHMARKS.md. */
export function toMarkdown(figures: MeasuredFigure[]): string {
  const parts = figures.map((figure) => `### ${figure.title} (\`${figure.name}\`)\n\n${markdownOf(figure)}`);
  return [`${describeMachine()}.`, ...parts].join("\n\n");
}

function textOf({ error, results }: MeasuredFigure): string {
  if (error !== undefined) return `  could not be measured: ${error}`;
  const cells = [HEAD, ...results.map(toRow)].map((row) => Object.values(row) as string[]);
  return [textTable(cells), ...notesOf(results)].join("\n");
}

function markdownOf({ error, results }: MeasuredFigure): string {
  if (error !== undefined) return `Could not be measured: ${error}`;
  const line = (row: Row) => `| ${Object.values(row).join(" | ")} |`;
  const table = [line(HEAD), "| --- | ---: | ---: | ---: | ---: | --- |", ...results.map(toRow).map(line)];
  const notes = notesOf(results);
  return [table.join("\n"), ...(notes.length > 0 ? [notes.join("\n")] : [])].join("\n\n");
}

function notesOf(results: Result[]): string[] {
  return results.flatMap(({ what, note }) => (note ? [`${what}: ${note}`] : []));
}

function toRow(result: Result): Row {
  const { what, unit, ours, against, bar } = result;
  const ratio = ratioOf(result);
  const met = isMet(result);
  return {
    what,
    ours: `${describeSpread(spreadOf(ours))} ${unit}`,
    against: against ? `${describeSpread(spreadOf(against.values))} ${unit} (${against.what})` : "",
    ratio: ratio ? describeSpread(ratio) : "",
    bar: bar ? describeBar(bar) : "",
    met: met === undefined ? "" : met ? "met" : "NOT MET",
  };
}

function describeBar({ of, is, value }: Bar): string {
  return `${is === "at least" ? "≥" : "≤"} ${value.toLocaleString("en")}${of === "ratio" ? " ×" : ""}`;
}

/** The median, with the least and the most of several rounds. */
function describeSpread({ median, least, most }: Spread): string {
  return least === most ? rounded(median) : `${rounded(median)} (${rounded(least)}–${rounded(most)})`;
}

function rounded(value: number): string {
  const size = Math.abs(value);
  return value.toLocaleString("en", { maximumFractionDigits: size < 10 ? 2 : size < 100 ? 1 : 0 });
}

function describeMachine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} cores (${cpu?.model.trim() || os.arch()}), ${memory} GB, ${os.type()} ${os.release()}, Node ${process.versions.node}, PostgreSQL 18 with its default settings`;
}
