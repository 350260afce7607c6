import { z } from "zod";
import { conversationDetails, conversationRow, states, views } from "./conversation";
import { byId, operation, rowIdText } from "./operation";
import { changes, threadItem } from "./thread";

export const listConversations = operation({
  method: "GET",
  path: "/api/inbox/conversations",
  summary: "Conversations, those with the newest messages first, page by page.",
  role: "agent",
  query: z.object({
    view: z.enum(views).default("all"),
    state: z.enum(states).default("open"),
    /** Names, numbers, and words of messages. */
    search: z.string().trim().max(200).optional(),
    label: rowIdText.optional(),
    integration: z.string().max(64).optional(),
    /** Of the page before. */
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  answer: z.object({ conversations: z.array(conversationRow), nextCursor: z.string().nullable() }),
});

export const countConversations = operation({
  method: "GET",
  path: "/api/inbox/counts",
  summary: "How many conversations each tab has, and how many notifications are unread.",
  role: "agent",
  answer: z.object({
    /** Of the open ones. */
    views: z.object({ mine: z.int(), unassigned: z.int(), bot: z.int(), waiting: z.int(), all: z.int() }),
    states: z.object({ open: z.int(), snoozed: z.int(), closed: z.int(), deleted: z.int() }),
    notifications: z.int(),
  }),
});

export const getConversation = operation({
  method: "GET",
  path: "/api/inbox/conversations/{id}",
  summary: "One conversation, with its customer, its lead and what may be done in it.",
  role: "agent",
  params: byId,
  answer: z.object({ conversation: conversationDetails }),
});

export const readThread = operation({
  method: "GET",
  path: "/api/inbox/conversations/{id}/messages",
  summary:
    "Messages, notes and events of a conversation, in the order they happened; older ones by `before`.",
  role: "agent",
  params: byId,
  query: z.object({
    before: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(threadItem), before: z.string().nullable() }),
});

export const readChanges = operation({
  method: "GET",
  path: "/api/inbox/changes",
  summary:
    "What has changed since a cursor; as server-sent events where `Accept: text/event-stream` asks for them.",
  role: "agent",
  query: z.object({ after: z.string().max(200).optional() }),
  answer: changes,
});
