import { z } from "zod";
import { byId, operation, rowId } from "./operation";

/** Chosen by the client, the same for every try of the same message. */
const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, "is not made of 8 to 64 letters, digits, - and _");
const how = {
  clientId,
  /** Takes a conversation that nobody has. */
  assignToMe: z.boolean().default(false),
};

export const sendMessage = operation({
  method: "POST",
  path: "/api/inbox/conversations/{id}/messages",
  summary:
    "Sends a message as a person; the same clientId makes no second one. 409 with error.state where it may not be sent.",
  role: "agent",
  params: byId,
  body: z.union([
    z.strictObject({ ...how, text: z.string() }),
    /** src/infra/whatsapp/outbound-content.ts has every type with its limits. */
    z.strictObject({ ...how, content: z.looseObject({ type: z.string() }) }),
  ]),
  answer: z.object({ jobId: rowId }),
});
