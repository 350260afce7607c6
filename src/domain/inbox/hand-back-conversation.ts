import { handBack } from "@/domain/outbound";
import type { Agent } from "./agent";
import { requireNotDeleted } from "./require-not-deleted";

/** Lets the bot speak again. @returns how many unanswered messages it takes up. @throws NOT_FOUND; CONFLICT when it is deleted. */
export async function handBackConversation(agent: Agent, conversationId: number): Promise<number> {
  await requireNotDeleted(agent, conversationId);
  return handBack({ conversationId, actor: agent.actor });
}
