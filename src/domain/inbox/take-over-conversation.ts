import { takeOver } from "@/domain/outbound";
import type { Agent } from "./agent";
import { assignIfNobody } from "./assign-conversation";
import { requireNotDeleted } from "./require-not-deleted";

/** Silences the bot; who takes a conversation that nobody has, has it. Safe to repeat. @throws NOT_FOUND; CONFLICT when it is deleted. */
export async function takeOverConversation(agent: Agent, conversationId: number): Promise<void> {
  await requireNotDeleted(agent, conversationId);
  await takeOver({ conversationId, actor: agent.actor });
  await assignIfNobody(agent, conversationId);
}
