import { z } from "zod";
import { author, conversationRow, messageStatus } from "./conversation";
import { instant, rowId } from "./operation";

export const file = z.object({
  id: z.string(),
  /** image, video, audio, voice, document or sticker. */
  kind: z.string().nullable(),
  mimeType: z.string(),
  filename: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  durationMs: z.int().nullable(),
  /** pending, stored, failed or rejected. */
  status: z.string(),
  /** Where its bytes are; null until it is stored. */
  url: z.string().nullable(),
  transcript: z.string().nullable(),
  error: z.string().nullable(),
});

export const messageItem = z.object({
  kind: z.literal("message"),
  id: rowId,
  conversationId: rowId,
  author,
  authorName: z.string().nullable(),
  /** Meta's type ("text", "image", …); "unsupported" for what we do not know. */
  type: z.string(),
  body: z.string().nullable(),
  /** Our own typed shape of what it is: src/domain/inbound/message-content.ts, src/infra/whatsapp/outbound-content.ts. */
  content: z.unknown(),
  /** The whole of it in words, for what has no shape of its own here. */
  text: z.string(),
  status: messageStatus,
  /** Why it failed, in words, with what to do about it. */
  error: z
    .object({ code: z.string().nullable(), reason: z.string(), advice: z.string().nullable() })
    .nullable(),
  possibleDuplicate: z.boolean(),
  isEdited: z.boolean(),
  isRevoked: z.boolean(),
  providerMessageId: z.string().nullable(),
  quoted: z
    .object({ messageId: rowId.nullable(), author: author.nullable(), text: z.string().nullable() })
    .nullable(),
  reactions: z.array(z.object({ emoji: z.string(), author })),
  files: z.array(file),
  /** What orders the thread: Meta's clock for the customer's, ours until Meta took it for ours. */
  at: instant,
  deliveredAt: instant.nullable(),
  readAt: instant.nullable(),
  jobId: rowId.nullable(),
  /** Of a person's message: what the client called it, so that it knows its own again. */
  clientId: z.string().nullable(),
  /** Whether trying it again makes sense and is allowed. */
  canRetry: z.boolean(),
  /** Whether there is an AI turn behind it, and so a story to tell. */
  hasStory: z.boolean(),
});

export const noteItem = z.object({
  kind: z.literal("note"),
  id: rowId,
  authorName: z.string().nullable(),
  authorId: z.string().nullable(),
  body: z.string(),
  at: instant,
});

/** A system line: somebody took over, assigned, snoozed, … */
export const eventItem = z.object({
  kind: z.literal("event"),
  id: rowId,
  /** take_over, hand_back, handover, assign, snooze, close, … */
  action: z.string(),
  /** Null: the system. */
  actorName: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  at: instant,
});

export const threadItem = z.discriminatedUnion("kind", [messageItem, noteItem, eventItem]);

/** What has changed since a cursor, as rows that are whole: whoever has them asks nothing more. */
export const changes = z.object({
  /** Where to go on; opaque. */
  cursor: z.string(),
  /** Too much has happened, or nobody knows what: read everything anew. */
  isReset: z.boolean(),
  conversations: z.array(conversationRow),
  items: z.array(z.object({ conversationId: rowId, item: threadItem })),
  /** What else has changed: jobs, notifications, deliveries, labels. */
  topics: z.array(z.string()),
});

export type MessageItem = z.output<typeof messageItem>;
export type NoteItem = z.output<typeof noteItem>;
export type EventItem = z.output<typeof eventItem>;
export type ThreadItem = z.output<typeof threadItem>;
export type Changes = z.output<typeof changes>;
