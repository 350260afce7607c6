import { describe, expect, it } from "vitest";
import { summariseRun } from "@/domain/runner/summarise-run";

describe("the summary of a run", () => {
  it("of nothing is nothing", () => {
    expect(summariseRun([])).toEqual({
      picked: 0,
      processed: [],
      retried: [],
      failed: [],
      cancelled: [],
      uncertain: [],
      coalesced: [],
    });
  });

  it("names every job under what became of it, in the order in which they ended", () => {
    const outcomes = ["failed", "processed", "retried", "processed", "cancelled", "uncertain"] as const;
    const worked = outcomes.map((outcome, at) => ({ jobId: at + 1, outcome, coalescedJobIds: [] }));
    expect(summariseRun(worked)).toEqual({
      picked: 6,
      processed: [2, 4],
      retried: [3],
      failed: [1],
      cancelled: [5],
      uncertain: [6],
      coalesced: [],
    });
  });

  it("counts a job that another runner took over as picked, and claims nothing about it", () => {
    const summary = summariseRun([{ jobId: 1, outcome: "lost", coalescedJobIds: [] }]);
    expect(summary).toEqual({ ...summariseRun([]), picked: 1 });
  });

  it("names the jobs that another job's reply answered, without counting them as picked", () => {
    const summary = summariseRun([
      { jobId: 1, outcome: "processed", coalescedJobIds: [2, 3] },
      { jobId: 7, outcome: "processed", coalescedJobIds: [8] },
    ]);
    expect(summary).toMatchObject({ picked: 2, processed: [1, 7], coalesced: [2, 3, 8] });
  });
});
