import { setLabels as operation } from "@/app/_contract/conversation-actions-operations";
import { conversationAfterwards } from "@/app/_http/conversation-afterwards";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { setLabels } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const PUT = inboxRoute(operation, async ({ session, params, body }) => {
  await setLabels(session, params.id, body.labelIds);
  return conversationAfterwards(session, params.id);
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
