import { getConversation } from "@/domain/inbox";
import type { InboxSession } from "./session";

/** What whoever changed a conversation is answered. */
export async function conversationAfterwards({ organizationId }: InboxSession, conversationId: number) {
  return { conversation: await getConversation(organizationId, conversationId) };
}
