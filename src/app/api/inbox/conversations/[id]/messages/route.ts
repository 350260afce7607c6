import * as messages from "@/app/_contract/messages-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { kickAfterAnswer } from "@/app/_http/kick-after-answer";
import { otherMethods } from "@/app/_http/other-methods";
import { sendMessage } from "@/domain/inbox";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = inboxRoute(messages.sendMessage, async ({ session, params, body, requestId }) => {
  const jobId = await sendMessage(session, { ...body, conversationId: params.id }, requestId);
  kickAfterAnswer();
  return { jobId };
});

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
