import { restoreConversation as operation } from "@/app/_contract/conversation-actions-operations";
import { conversationAfterwards } from "@/app/_http/conversation-afterwards";
import { inboxRoute } from "@/app/_http/inbox-route";
import { kickAfterAnswer } from "@/app/_http/kick-after-answer";
import { otherMethods } from "@/app/_http/other-methods";
import { restoreConversation } from "@/domain/inbox";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = inboxRoute(operation, async ({ session, params }) => {
  const jobs = await restoreConversation(session, params.id);
  if (jobs > 0) kickAfterAnswer();
  return conversationAfterwards(session, params.id);
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
