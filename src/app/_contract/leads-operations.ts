import { z } from "zod";
import { conversationDetails } from "./conversation";
import { byId, operation } from "./operation";

export const setLead = operation({
  method: "PUT",
  path: "/api/inbox/conversations/{id}/lead",
  summary: "Writes down what is known of a customer's wish, in place of what was.",
  role: "agent",
  params: byId,
  body: z.strictObject({
    status: z.enum(["NEW", "QUALIFIED", "WON", "LOST"]),
    /** name, need, budget, timeLine, company, email, city, quantity, notes: as the bot's own tool has them. */
    details: z.record(z.string(), z.string()),
  }),
  answer: z.object({ conversation: conversationDetails }),
});
