export { orchestrate } from "./orchestrate";
export { unavailableReply } from "./unavailable-reply";
