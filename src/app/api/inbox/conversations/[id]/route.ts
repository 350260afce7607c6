import * as operations from "@/app/_contract/conversation-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { getConversation } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.getConversation, async ({ session, params }) => ({
  conversation: await getConversation(session.organizationId, params.id),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
