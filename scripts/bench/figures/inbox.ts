import type { Figure, Result } from "../figure";
import { type Timing, timeInbox } from "../inbox";

/** Of conversations; each with ten messages. The list's bar is of DESIGN, the search's of the issue that built the inbox. */
const CONVERSATIONS = 100_000;

export const inbox: Figure = {
  name: "inbox",
  title: "The inbox over 100,000 conversations and a million messages, under row security",
  measure: async ({ database, say, rounds }) => {
    await database("inbox");
    const timings = await timeInbox({ conversations: CONVERSATIONS, messages: 10, tries: 10 * rounds }, say);
    const [searches, others] = partition(timings, ({ what }) => what.startsWith("search"));
    const [counts, lists] = partition(others, ({ what }) => what === "counts");
    return [
      worst(`list, the slowest of ${lists.length} combinations of tab, state and place: p95`, lists, 50),
      ...counts.map(({ what, p95 }): Result => ({ what: `${what}: p95`, unit: "ms", ours: [p95] })),
      worst(`search, the slowest of ${searches.length}: p95`, searches, 150),
    ];
  },
};

function worst(what: string, timings: Timing[], most: number): Result {
  const slowest = timings.toSorted((one, other) => other.p95 - one.p95)[0];
  if (!slowest) throw new Error("Nothing was asked");
  return {
    what,
    unit: "ms",
    ours: [slowest.p95],
    bar: { of: "value", is: "at most", value: most },
    note: slowest.what,
  };
}

function partition<T>(values: T[], isFirst: (value: T) => boolean): [T[], T[]] {
  return [values.filter(isFirst), values.filter((value) => !isFirst(value))];
}
