export { circuitStatuses } from "@/infra/circuit/circuit";
export { checkOne } from "./check-one";
export { checkReadiness, type HealthCheck } from "./check-readiness";
export { readMetrics } from "./read-metrics";
export { readQueueState } from "./read-queue-state";
export { startUp } from "./start-up";
export { startupState } from "./startup-state";
