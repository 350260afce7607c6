export { receiveWebhook } from "./receive-webhook";
export { replayDelivery, replayWaitingDeliveries } from "./replay-deliveries";
export { answerHandshake, verifySignature } from "./verify-webhook";
