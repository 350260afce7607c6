import type { PersonaContent } from "@/domain/persona";
import { createNotificationTool } from "./create-notification";
import { handoverTool } from "./handover";
import { scheduleFollowUpTool } from "./schedule-follow-up";
import { searchKnowledgeTool } from "./search-knowledge";
import { sendButtonsTool } from "./send-buttons";
import { sendListTool } from "./send-list";
import type { Tool } from "./tool";
import { updateLeadTool } from "./update-lead";

/** Everything the model may do besides writing; nothing else is ever carried out, whatever it calls. */
export const allTools: Tool[] = [
  searchKnowledgeTool,
  updateLeadTool,
  createNotificationTool,
  sendButtonsTool,
  sendListTool,
  scheduleFollowUpTool,
  handoverTool,
];

/** The tools this bot has. No persona can take away the way to a person. */
export function offeredTools({ tools }: Pick<PersonaContent, "tools">): Tool[] {
  return allTools.filter(({ name, tier }) => tier === "handover" || !tools || tools.includes(name));
}
