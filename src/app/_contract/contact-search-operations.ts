import { z } from "zod";
import { operation, rowId } from "./operation";

export const searchContacts = operation({
  method: "GET",
  path: "/api/inbox/contacts",
  summary: "People by a name or a part of a number.",
  role: "agent",
  query: z.object({ search: z.string().trim().min(1).max(200) }),
  answer: z.object({
    contacts: z.array(
      z.object({
        id: rowId,
        name: z.string(),
        phone: z.string().nullable(),
        /** Those with the newest messages first. */
        conversationIds: z.array(rowId),
      }),
    ),
  }),
});
