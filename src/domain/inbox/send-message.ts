import { findPersonsJob, replyAsPerson } from "@/domain/outbound";
import type { Agent } from "./agent";
import { assignIfNobody } from "./assign-conversation";
import { composerStateOf } from "./composer-state";
import { forbiddenBy } from "./forbidden-by";
import { markRead } from "./mark-read";
import { requireOwn } from "./require-own";

export type MessageToSend = {
  conversationId: number;
  /** Chosen by the client, the same for every try of the same message: it makes no second one. */
  clientId: string;
  /** Takes a conversation that nobody has. */
  assignToMe: boolean;
} & ({ text: string } | { content: unknown });

/**
 * Queues a person's message. What was queued before under its client id stays as it is, whatever has become of the
 * conversation since. Whoever writes has read what they answer. @returns the job. @throws NOT_FOUND; INVALID_INPUT; CONFLICT
 * with the state that forbids it: the bot's conversation is taken over first.
 */
export async function sendMessage(agent: Agent, message: MessageToSend, requestId: string): Promise<number> {
  const { conversationId, clientId, assignToMe } = message;
  await requireOwn(agent, "Conversation", conversationId);
  const jobId =
    (await findPersonsJob(conversationId, clientId)) ?? (await queueMessage(agent, message, requestId));
  await markRead(agent, conversationId);
  if (assignToMe) await assignIfNobody(agent, conversationId);
  return jobId;
}

async function queueMessage(agent: Agent, message: MessageToSend, requestId: string): Promise<number> {
  const composer = await composerStateOf(agent.organizationId, message.conversationId);
  const needsTemplate = composer.state === "window_closed" || composer.state === "never_messaged";
  const isAllowed = composer.state === "ready" || (needsTemplate && isTemplate(message));
  if (isAllowed) return replyAsPerson({ ...message, actor: agent.actor }, requestId);
  // Another request with the same client id may have been faster, and have changed the state.
  const before = await findPersonsJob(message.conversationId, message.clientId);
  if (before !== undefined) return before;
  throw forbiddenBy(composer);
}

/** Only a template opens a conversation, or goes out when its window has closed. */
function isTemplate(message: MessageToSend): boolean {
  const content = "content" in message ? message.content : null;
  return typeof content === "object" && content !== null && "type" in content && content.type === "template";
}
