export { applyEffects } from "./apply-effects";
export { describeMessage } from "./describe-message";
export { type Orchestration, orchestrate } from "./orchestrate";
export { type Rerun, type RerunRequest, rerunTurn } from "./rerun-turn";
export { readStory, type Story } from "./story/read-story";
export { tellStory } from "./story/tell-story";
export type { AbortReason } from "./thinking";
export { leadDetails } from "./tools/lead-details";
