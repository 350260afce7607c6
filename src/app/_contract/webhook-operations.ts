import { z } from "zod";
import { webhookEventTypes } from "@/domain/webhooks-out";
import { done, instant, operation } from "./operation";

const byUuid = z.object({ id: z.uuid() });

const endpoint = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  /** Empty: all. */
  events: z.array(z.string()),
  createdAt: instant,
  disabledAt: instant.nullable(),
  disabledReason: z.string().nullable(),
  /** Since when nothing has been taken. */
  failingSince: instant.nullable(),
  /** Until then the secret before signs as well. */
  previousSecretUntil: instant.nullable(),
});

const event = z.object({
  id: z.string(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
  status: z.enum(["pending", "delivered", "failed"]),
  attempts: z.int(),
  nextAttemptAt: instant,
  httpStatus: z.int().nullable(),
  error: z.string().nullable(),
  createdAt: instant,
  deliveredAt: instant.nullable(),
});

const url = z.url({ protocol: /^https?$/ }).max(2_000);
const events = z.array(z.enum(webhookEventTypes)).max(webhookEventTypes.length);
const description = z.string().trim().max(200);

export const listWebhooks = operation({
  method: "GET",
  path: "/api/inbox/webhooks",
  summary: "Who is told of what happens, and of what they can be told.",
  role: "admin",
  answer: z.object({ webhooks: z.array(endpoint), eventTypes: z.array(z.string()) }),
});

export const addWebhook = operation({
  method: "POST",
  path: "/api/inbox/webhooks",
  summary:
    "Tells somebody of what happens, signed as Standard Webhooks has it. The secret is shown this once.",
  role: "admin",
  body: z.strictObject({ url, description: description.optional(), events: events.default([]) }),
  answer: z.object({ webhook: endpoint, secret: z.string() }),
});

export const changeWebhook = operation({
  method: "PATCH",
  path: "/api/inbox/webhooks/{id}",
  summary: "Changes where, of what and whether somebody is told.",
  role: "admin",
  params: byUuid,
  body: z.strictObject({
    url: url.optional(),
    description: description.nullable().optional(),
    events: events.optional(),
    isEnabled: z.boolean().optional(),
  }),
  answer: z.object({ webhook: endpoint }),
});

export const removeWebhook = operation({
  method: "DELETE",
  path: "/api/inbox/webhooks/{id}",
  summary: "Tells somebody nothing more, and forgets what was still to be told.",
  role: "admin",
  params: byUuid,
  answer: done,
});

export const testWebhook = operation({
  method: "POST",
  path: "/api/inbox/webhooks/{id}/test",
  summary: "Sends one event of the type webhook.test.",
  role: "admin",
  params: byUuid,
  answer: z.object({ eventId: z.string() }),
});

export const rotateWebhookSecret = operation({
  method: "POST",
  path: "/api/inbox/webhooks/{id}/rotate",
  summary: "Makes another secret, shown this once; for a day the one before signs as well.",
  role: "admin",
  params: byUuid,
  answer: z.object({ secret: z.string(), previousUntil: instant }),
});

export const listWebhookEvents = operation({
  method: "GET",
  path: "/api/inbox/webhooks/{id}/events",
  summary: "What somebody was told or is to be, the newest first.",
  role: "admin",
  params: byUuid,
  query: z.object({ before: z.iso.datetime().optional() }),
  answer: z.object({ events: z.array(event), before: instant.nullable() }),
});

export const retryWebhookEvent = operation({
  method: "POST",
  path: "/api/inbox/webhook-events/{id}/retry",
  summary: "Tells it once more, under the same id.",
  role: "admin",
  params: byUuid,
  answer: done,
});
