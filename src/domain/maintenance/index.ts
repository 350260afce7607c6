export { cleanUp } from "./clean-up";
export { maintainQueue } from "./maintain-queue";
export { recordCronRun } from "./record-cron-run";
export { countRunnersWanted, triggerRunners } from "./trigger-runners";
