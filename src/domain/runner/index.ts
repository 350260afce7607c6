export { countDueJobs } from "./count-due-jobs";
export { kickRunner } from "./kick-runner";
export { runOutbound } from "./run-outbound";
export { summariseRun } from "./summarise-run";
