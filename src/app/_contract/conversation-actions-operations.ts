import { z } from "zod";
import { conversationDetails } from "./conversation";
import { byId, instantText, operation, rowId } from "./operation";
import { noteItem } from "./thread";

/** What the conversation is like afterwards. */
const answer = z.object({ conversation: conversationDetails });

const post = <const Action extends string>(action: Action, summary: string) =>
  operation({
    method: "POST",
    path: `/api/inbox/conversations/{id}/${action}`,
    summary,
    role: "agent",
    params: byId,
    answer,
  });

export const takeOver = post(
  "take-over",
  "Silences the bot; a conversation that nobody has is then yours. Safe to repeat.",
);
export const handBack = post(
  "hand-back",
  "Lets the bot speak again, also to what nobody has answered. Safe to repeat.",
);
export const closeConversation = post(
  "close",
  "Marks a conversation as dealt with; the customer's next message opens it again.",
);
export const reopenConversation = post("reopen", "Brings a closed conversation back.");
export const deleteConversation = post(
  "delete",
  "Puts a conversation away, until it is restored or the customer writes again.",
);
export const restoreConversation = post("restore", "Takes a deletion back.");
export const markRead = post("read", "Somebody has seen everything up to now.");
export const markUnread = post("unread", "Has the customer's last message count as not seen.");

export const assignConversation = operation({
  method: "POST",
  path: "/api/inbox/conversations/{id}/assign",
  summary: "Gives a conversation to a person, or to nobody.",
  role: "agent",
  params: byId,
  body: z.strictObject({ assigneeId: z.string().max(64).nullable() }),
  answer,
});

export const snoozeConversation = operation({
  method: "POST",
  path: "/api/inbox/conversations/{id}/snooze",
  summary: "Puts a conversation aside until then, at most a year; null brings it back at once.",
  role: "agent",
  params: byId,
  body: z.strictObject({ until: instantText.nullable() }),
  answer,
});

export const setLabels = operation({
  method: "PUT",
  path: "/api/inbox/conversations/{id}/labels",
  summary: "Gives a conversation these labels and no others.",
  role: "agent",
  params: byId,
  body: z.strictObject({ labelIds: z.array(rowId).max(50) }),
  answer,
});

export const addNote = operation({
  method: "POST",
  path: "/api/inbox/conversations/{id}/notes",
  summary: "Writes something for the people of the business only.",
  role: "agent",
  params: byId,
  body: z.strictObject({ body: z.string().trim().min(1).max(10_000) }),
  answer: z.object({ item: noteItem }),
});
