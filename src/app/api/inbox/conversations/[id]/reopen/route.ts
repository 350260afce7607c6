import { reopenConversation as operation } from "@/app/_contract/conversation-actions-operations";
import { conversationAfterwards } from "@/app/_http/conversation-afterwards";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { reopenConversation } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(operation, async ({ session, params }) => {
  await reopenConversation(session, params.id);
  return conversationAfterwards(session, params.id);
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
