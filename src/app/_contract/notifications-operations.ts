import { z } from "zod";
import { byId, done, instant, instantText, operation, rowId, rowIdText } from "./operation";

export const listNotifications = operation({
  method: "GET",
  path: "/api/inbox/notifications",
  summary: "What you are told, the newest first: unread only, or `all`.",
  role: "agent",
  query: z.object({
    /** Also those that were read, or were put aside. */
    all: z.stringbool().default(false),
    before: rowIdText.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  answer: z.object({
    notifications: z.array(
      z.object({
        id: rowId,
        /** HANDOVER, BOT_NOTE, WINDOW_CLOSED, JOB_FAILED, … */
        kind: z.string(),
        title: z.string(),
        body: z.string().nullable(),
        conversationId: rowId.nullable(),
        createdAt: instant,
        readAt: instant.nullable(),
        snoozedUntil: instant.nullable(),
      }),
    ),
    /** Of all pages. */
    unread: z.int(),
    before: rowId.nullable(),
  }),
});

export const readNotification = operation({
  method: "POST",
  path: "/api/inbox/notifications/{id}/read",
  summary: "Somebody has seen to it.",
  role: "agent",
  params: byId,
  answer: done,
});

export const snoozeNotification = operation({
  method: "POST",
  path: "/api/inbox/notifications/{id}/snooze",
  summary: "Puts a notification aside until then, at most a year; it comes back unread.",
  role: "agent",
  params: byId,
  body: z.strictObject({ until: instantText }),
  answer: done,
});
