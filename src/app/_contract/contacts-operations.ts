import { z } from "zod";
import { byId, instant, operation, rowId } from "./operation";

export const nameContact = operation({
  method: "PATCH",
  path: "/api/inbox/contacts/{id}",
  summary: "What people of the business call a customer; null: as they call themselves.",
  role: "agent",
  params: byId,
  body: z.strictObject({ name: z.string().trim().min(1).max(120).nullable() }),
  answer: z.object({ contact: z.object({ id: rowId, name: z.string().nullable() }) }),
});

export const mergeContacts = operation({
  method: "POST",
  path: "/api/inbox/contacts/{id}/merge",
  summary: "Makes one customer of two: {id} becomes part of `intoId`. It can be undone.",
  role: "agent",
  params: byId,
  body: z.strictObject({ intoId: rowId }),
  answer: z.object({
    mergeId: rowId,
    /** False: both are being answered just now; it is done as soon as one of them is not. */
    isDone: z.boolean(),
  }),
});

export const undoMerge = operation({
  method: "POST",
  path: "/api/inbox/merges/{id}/undo",
  summary: "Takes a merge back: what was moved goes back where it came from.",
  role: "agent",
  params: byId,
  answer: z.object({ survivorId: rowId, absorbedId: rowId }),
});

const customer = z.object({ id: rowId, name: z.string() });

export const listMerges = operation({
  method: "GET",
  path: "/api/inbox/contacts/{id}/merges",
  summary: "The merges of a customer, the newest first.",
  role: "agent",
  params: byId,
  answer: z.object({
    merges: z.array(
      z.object({
        id: rowId,
        survivor: customer,
        absorbed: customer,
        /** pending, done, refused or undone. */
        status: z.string(),
        /** webhook, number_change, user_id_change, left_behind or operator. */
        reason: z.string(),
        /** Null: the system. */
        actorName: z.string().nullable(),
        createdAt: instant,
        mergedAt: instant.nullable(),
        undoneAt: instant.nullable(),
      }),
    ),
  }),
});

export const eraseContact = operation({
  method: "POST",
  path: "/api/inbox/contacts/{id}/erase",
  summary:
    "Erases a customer and everything of theirs. There is no way back: `confirmation` is their number or name.",
  role: "admin",
  params: byId,
  body: z.strictObject({ confirmation: z.string().max(500) }),
  answer: z.object({
    erased: z.object({
      conversations: z.int(),
      messages: z.int(),
      jobs: z.int(),
      /** Raw webhooks that were emptied. */
      rawDeliveries: z.int(),
      /** Raw webhooks that are emptied when they have been taken in; until then the erasure is not complete. */
      waitingDeliveries: z.int(),
    }),
  }),
});
