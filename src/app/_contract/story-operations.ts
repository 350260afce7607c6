import { z } from "zod";
import { byId, operation } from "./operation";
import { story } from "./story";

export const readMessageStory = operation({
  method: "GET",
  path: "/api/inbox/messages/{id}/story",
  summary:
    "How a message came to be: webhook, job, what was merged, the bot's turns with sources, tools and cost, sends, receipts.",
  role: "agent",
  params: byId,
  answer: z.object({ story }),
});
