export { type ReceivedWebhook, receiveWebhook } from "./receive-webhook";
export { replayDelivery, replayWaitingDeliveries } from "./replay-deliveries";
export { answerHandshake, verifySignature } from "./verify-webhook";
