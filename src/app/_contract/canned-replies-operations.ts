import { z } from "zod";
import { byId, done, instant, operation, rowId } from "./operation";

const shortcut = z.string().regex(/^[a-z0-9-]{1,32}$/, "is not made of up to 32 small letters, digits and -");
/** As long as a text message may be. */
const body = z.string().trim().min(1).max(4_096);
const cannedReply = z.object({ id: rowId, shortcut: z.string(), body: z.string(), updatedAt: instant });

export const listCannedReplies = operation({
  method: "GET",
  path: "/api/inbox/canned-replies",
  summary: "Answers that are written once and used often, by their shortcuts.",
  role: "agent",
  answer: z.object({ cannedReplies: z.array(cannedReply) }),
});

export const createCannedReply = operation({
  method: "POST",
  path: "/api/inbox/canned-replies",
  summary:
    "Makes a canned reply; {{name}} and {{agent}} are filled when it is used. 409 when the shortcut is taken.",
  role: "agent",
  body: z.strictObject({ shortcut, body }),
  answer: z.object({ cannedReply }),
});

export const changeCannedReply = operation({
  method: "PATCH",
  path: "/api/inbox/canned-replies/{id}",
  summary: "Changes a canned reply.",
  role: "agent",
  params: byId,
  body: z.strictObject({ shortcut: shortcut.optional(), body: body.optional() }),
  answer: z.object({ cannedReply }),
});

export const deleteCannedReply = operation({
  method: "DELETE",
  path: "/api/inbox/canned-replies/{id}",
  summary: "Takes a canned reply away.",
  role: "agent",
  params: byId,
  answer: done,
});
