import * as operations from "@/app/_contract/leads-operations";
import { conversationAfterwards } from "@/app/_http/conversation-afterwards";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { setLead } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const PUT = inboxRoute(operations.setLead, async ({ session, params, body }) => {
  await setLead(session, params.id, body);
  return conversationAfterwards(session, params.id);
});

export const { DELETE, GET, OPTIONS, PATCH, POST } = otherMethods("PUT");
