/** What an endpoint can be told of. docs/INBOX_API.md says what each holds. */
export const webhookEventTypes = [
  "message.received",
  "message.sent",
  "message.delivered",
  "message.read",
  "message.failed",
  "message.unknown",
  "job.failed",
  "conversation.handover",
  "conversation.updated",
] as const;

/** What an endpoint is told when somebody tries it out. */
export const TEST_EVENT = "webhook.test";

/** In seconds after the attempt before; the first is made at once. About three days altogether (Standard Webhooks, retries). */
export const retrySeconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

export const ATTEMPTS_MAX = retrySeconds.length + 1;
