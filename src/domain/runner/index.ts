export { countDueJobs } from "./count-due-jobs";
export { kickRunner } from "./kick-runner";
export { runOutbound } from "./run-outbound";
export { shutdown } from "./shutdown";
export { summariseRun } from "./summarise-run";
