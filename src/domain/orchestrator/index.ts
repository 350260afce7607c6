export { type Orchestration, orchestrate } from "./orchestrate";
export { unavailableReply } from "./unavailable-reply";
