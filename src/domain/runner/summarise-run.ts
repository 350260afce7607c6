import type { WorkedJob } from "./work-job";

/** What a run has done, by job id. */
export interface RunSummary {
  picked: number;
  /** Done. */
  processed: number[];
  retried: number[];
  failed: number[];
  cancelled: number[];
  uncertain: number[];
  /** Answered by the reply of another job. */
  coalesced: number[];
}

export function summariseRun(worked: WorkedJob[]): RunSummary {
  const ids = (outcome: WorkedJob["outcome"]) =>
    worked.filter((job) => job.outcome === outcome).map(({ jobId }) => jobId);
  return {
    picked: worked.length,
    processed: ids("processed"),
    retried: ids("retried"),
    failed: ids("failed"),
    cancelled: ids("cancelled"),
    uncertain: ids("uncertain"),
    coalesced: worked.flatMap(({ coalescedJobIds }) => coalescedJobIds),
  };
}
