export { applyEffects } from "./apply-effects";
export { type DescribedMessage, describeMessage, saysNothing } from "./describe-message";
export { type Orchestration, orchestrate } from "./orchestrate";
export type { AbortReason } from "./thinking";
