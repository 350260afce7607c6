export { receiveWebhook } from "./receive-webhook";
export { replayDelivery, replayWaitingDeliveries } from "./replay-deliveries";
export { replayOwnDelivery, showDelivery } from "./show-delivery";
export { listDeliveries } from "./stored-deliveries";
export { answerHandshake, verifySignature } from "./verify-webhook";
