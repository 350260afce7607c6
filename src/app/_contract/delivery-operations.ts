import { z } from "zod";
import { instant, operation } from "./operation";

const byUuid = z.object({ id: z.uuid() });

const delivery = z.object({
  id: z.string(),
  requestId: z.string(),
  receivedAt: instant,
  replayedAt: instant.nullable(),
  status: z.enum(["ingested", "parked", "unrouted", "unrecognised"]),
  /** Why it is not (wholly) taken in. */
  error: z.string().nullable(),
  bytes: z.int(),
  /** What of it is about this organization's numbers. */
  messages: z.int(),
  receipts: z.int(),
  events: z.int(),
  malformed: z.int(),
});

export const listDeliveries = operation({
  method: "GET",
  path: "/api/inbox/deliveries",
  summary:
    "Webhooks as Meta sent them that name one of this organization's numbers or accounts, the newest first. A page may be empty although there are older ones: `before` says so.",
  role: "admin",
  query: z.object({
    status: z.enum(["all", "ingested", "parked", "unrouted", "unrecognised"]).default("all"),
    before: z.string().max(100).optional(),
  }),
  answer: z.object({
    deliveries: z.array(delivery),
    before: z.string().nullable(),
    counts: z.object({ parked: z.int(), unrouted: z.int() }),
  }),
});

export const showDelivery = operation({
  method: "GET",
  path: "/api/inbox/deliveries/{id}",
  summary:
    "One webhook: the entries about this organization's numbers, how they are read, and what became of them.",
  role: "admin",
  params: byUuid,
  answer: z.object({
    delivery,
    /** JSON, written out. Only the entries of this organization's numbers. */
    raw: z.string(),
    /** Entries of others' numbers that came in the same webhook. */
    hiddenEntries: z.int(),
    messages: z.array(
      z.object({
        providerMessageId: z.string(),
        type: z.string(),
        from: z.string().nullable(),
        sentAt: instant,
        made: z
          .object({
            messageId: z.int(),
            conversationId: z.int(),
            jobId: z.int().nullable(),
            jobStatus: z.string().nullable(),
          })
          .nullable(),
      }),
    ),
    receipts: z.array(
      z.object({
        providerMessageId: z.string(),
        status: z.string(),
        occurredAt: instant,
        errorCode: z.string().nullable(),
        made: z
          .object({
            receiptId: z.int(),
            appliedAt: instant.nullable(),
            messageId: z.int().nullable(),
            conversationId: z.int().nullable(),
          })
          .nullable(),
      }),
    ),
    events: z.array(z.object({ field: z.string(), event: z.string().nullable(), severity: z.string() })),
    malformed: z.array(z.string()),
  }),
});

export const replayOneDelivery = operation({
  method: "POST",
  path: "/api/inbox/deliveries/{id}/replay",
  summary: "Plays a webhook again: what is stored already is not made twice.",
  role: "admin",
  params: byUuid,
  answer: z.object({
    isTakenIn: z.boolean(),
    /** Messages that were new, and that were known. */
    newMessages: z.int(),
    knownMessages: z.int(),
    receipts: z.int(),
    /** Why it still cannot be taken in. */
    problem: z.string().nullable(),
  }),
});
