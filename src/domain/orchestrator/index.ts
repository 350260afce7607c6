export { type DescribedMessage, describeMessage, saysNothing } from "./describe-message";
export { type Orchestration, orchestrate } from "./orchestrate";
export { unavailableReply } from "./unavailable-reply";
