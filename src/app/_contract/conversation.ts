import { z } from "zod";
import { labelColors } from "@/domain/inbox";
import { instant, rowId } from "./operation";

export const person = z.object({ id: z.string(), name: z.string() });

export const label = z.object({ id: rowId, name: z.string(), color: z.enum(labelColors) });

/** Who wrote a message: the customer, our bot, a person in the inbox, or one in the WhatsApp Business app. */
export const author = z.enum(["CUSTOMER", "BOT", "PERSON", "PHONE"]);

/** The furthest that is true of a message. UNKNOWN: Meta may or may not have it, and nobody can tell yet. */
export const messageStatus = z.enum([
  "RECEIVED",
  "PENDING",
  "SENT",
  "DELIVERED",
  "READ",
  "FAILED",
  "UNKNOWN",
]);

/** A line of the list. */
export const conversationRow = z.object({
  id: rowId,
  customer: z.object({
    id: rowId,
    name: z.string(),
    phone: z.string().nullable(),
    username: z.string().nullable(),
    isGroup: z.boolean(),
  }),
  integration: z.object({ id: z.string(), name: z.string(), displayPhoneNumber: z.string().nullable() }),
  status: z.enum(["OPEN", "CLOSED"]),
  /** In the future, or null. */
  snoozedUntil: instant.nullable(),
  deletedAt: instant.nullable(),
  mode: z.enum(["BOT", "HUMAN"]),
  /** A person has to do something: the bot stepped back, and nobody has written since the customer did. */
  isWaiting: z.boolean(),
  handoverReason: z.string().nullable(),
  assignee: person.nullable(),
  /** Messages of the customer that no person has seen; 10 stands for "more than nine". */
  unread: z.int().min(0).max(10),
  last: z
    .object({
      author,
      authorName: z.string().nullable(),
      type: z.string(),
      preview: z.string(),
      status: messageStatus,
      at: instant,
    })
    .nullable(),
  /** When the service window closes, or closed; null: the customer has never written. */
  windowClosesAt: instant.nullable(),
  hasFailed: z.boolean(),
  hasUnknown: z.boolean(),
  isOptedOut: z.boolean(),
  labels: z.array(label),
  lastMessageAt: instant.nullable(),
});

/** What a person may do in the composer, as the server sees it; the client adds offline, sending and rate limited. */
const composerState = z.enum([
  "ready",
  "bot_owned",
  "window_closed",
  "never_messaged",
  "opted_out",
  "channel_broken",
  "group",
  "deleted",
]);

export const lead = z.object({
  id: rowId,
  status: z.enum(["NEW", "QUALIFIED", "WON", "LOST"]),
  details: z.record(z.string(), z.unknown()),
  updatedAt: instant,
});

/** A conversation with all that is beside its messages. */
export const conversationDetails = conversationRow.extend({
  composer: z.object({ state: composerState, reason: z.string().nullable() }),
  /** What the bot left for the one who takes over. */
  handoverSummary: z.string().nullable(),
  /** When the bot comes back if no person does anything; null: it does not by itself. */
  returnsToBotAt: instant.nullable(),
  contact: z.object({
    id: rowId,
    name: z.string().nullable(),
    profileName: z.string().nullable(),
    username: z.string().nullable(),
    phone: z.string().nullable(),
    optedOutAt: instant.nullable(),
    marketingOptedOutAt: instant.nullable(),
    createdAt: instant,
    /** What Meta calls, or has called, them. */
    aliases: z.array(
      z.object({ kind: z.string(), value: z.string().nullable(), replacedAt: instant.nullable() }),
    ),
    otherConversations: z.array(
      z.object({ id: rowId, integrationName: z.string(), lastMessageAt: instant.nullable() }),
    ),
  }),
  lead: lead.nullable(),
});

export const views = ["mine", "unassigned", "bot", "waiting", "all"] as const;
/** deleted: what was deleted and can be brought back. */
export const states = ["open", "snoozed", "closed", "deleted"] as const;

export type Person = z.output<typeof person>;
export type Label = z.output<typeof label>;
export type ConversationRow = z.output<typeof conversationRow>;
export type ConversationDetails = z.output<typeof conversationDetails>;
export type ComposerState = z.output<typeof composerState>;
export type View = (typeof views)[number];
export type State = (typeof states)[number];
