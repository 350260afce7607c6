import { callInbox } from "@/app/_client/call-inbox";
import type { sendMessage } from "@/app/_contract/messages-operations";
import type { Letter } from "./outbox";

/** Hands a message to the server, which makes one message of all tries with the same client id. */
export async function postMessage(
  { conversationId, clientId, text }: Letter,
  content: Record<string, unknown> | undefined,
): Promise<void> {
  const message = content === undefined ? { text } : { content: content as { type: string } };
  await callInbox<typeof sendMessage>("POST", "/api/inbox/conversations/{id}/messages", {
    params: { id: conversationId },
    // Whoever writes to a customer whom nobody has, has them.
    body: { clientId, assignToMe: true, ...message },
  });
}
