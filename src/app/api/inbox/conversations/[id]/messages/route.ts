import * as conversations from "@/app/_contract/conversation-operations";
import * as messages from "@/app/_contract/messages-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { kickAfterAnswer } from "@/app/_http/kick-after-answer";
import { otherMethods } from "@/app/_http/other-methods";
import { readThread, sendMessage } from "@/domain/inbox";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = inboxRoute(conversations.readThread, ({ session, params, query }) =>
  readThread({ ...query, organizationId: session.organizationId, conversationId: params.id }),
);

export const POST = inboxRoute(messages.sendMessage, async ({ session, params, body, requestId }) => {
  const jobId = await sendMessage(session, { ...body, conversationId: params.id }, requestId);
  kickAfterAnswer();
  return { jobId };
});

export const { PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET", "POST");
