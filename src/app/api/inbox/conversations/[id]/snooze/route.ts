import { snoozeConversation as operation } from "@/app/_contract/conversation-actions-operations";
import { conversationAfterwards } from "@/app/_http/conversation-afterwards";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { snoozeConversation } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(operation, async ({ session, params, body }) => {
  await snoozeConversation(session, params.id, body.until);
  return conversationAfterwards(session, params.id);
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
