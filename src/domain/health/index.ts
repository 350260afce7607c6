export { circuitStatuses } from "@/infra/circuit/circuit";
export { checkOne } from "./check-one";
export { checkReadiness } from "./check-readiness";
export type { HealthCheck } from "./health-check";
export { readMetrics } from "./read-metrics";
export { readOperations } from "./read-operations";
export { readQueueState } from "./read-queue-state";
export { startUp } from "./start-up";
export { startupState } from "./startup-state";
