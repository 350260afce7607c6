export { countDueJobs } from "./count-due-jobs";
export { kickRunner } from "./kick-runner";
export { type RunOptions, runOutbound } from "./run-outbound";
export { type RunSummary, summariseRun } from "./summarise-run";
