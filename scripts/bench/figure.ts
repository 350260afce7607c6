// What a figure of the bench is: something measured beside what it is compared with, in the same run, in turn.

import type { Stage } from "./stage";

export interface Figure {
  /** What `--only` takes. */
  name: string;
  /** What it tells, in a line. */
  title: string;
  measure: (stage: Stage) => Promise<Result[]>;
}

export interface Result {
  what: string;
  /** Of the values, such as `jobs/s` or `ms`. */
  unit: string;
  /** One value a round. */
  ours: number[];
  /** The floor or the peer, measured in the same rounds. */
  against?: { what: string; values: number[] };
  bar?: Bar;
  /** What the reader has to know, in a sentence. */
  note?: string;
}

/** What is asked for: of the ratio of ours to what it is compared with, or of our value itself. */
export interface Bar {
  of: "ratio" | "value";
  is: "at least" | "at most";
  value: number;
}

export interface Spread {
  median: number;
  least: number;
  most: number;
}

/** @throws when there is no value. */
export function spreadOf(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [least, most, median] = [sorted[0], sorted.at(-1), sorted[Math.floor(sorted.length / 2)]];
  if (least === undefined || most === undefined || median === undefined)
    throw new Error("Nothing was measured");
  return { median, least, most };
}

/** Round by round, so that what the machine does besides falls on both; undefined where there is nothing to compare with. */
export function ratioOf({ ours, against }: Result): Spread | undefined {
  if (!against) return undefined;
  return spreadOf(ours.map((value, round) => value / (against.values[round] ?? Number.NaN)));
}

/** Whether the bar is met; undefined where there is none. */
export function isMet(result: Result): boolean | undefined {
  const { bar } = result;
  if (!bar) return undefined;
  const found = bar.of === "ratio" ? ratioOf(result)?.median : spreadOf(result.ours).median;
  if (found === undefined) throw new Error(`${result.what}: a ratio to nothing`);
  return bar.is === "at least" ? found >= bar.value : found <= bar.value;
}
