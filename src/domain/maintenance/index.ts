export { cleanUp } from "./clean-up";
export { type MaintenanceCounts, maintainQueue } from "./maintain-queue";
export { recordCronRun } from "./record-cron-run";
export { countRunnersWanted, triggerRunners } from "./trigger-runners";
