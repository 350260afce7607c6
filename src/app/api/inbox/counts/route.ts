import * as operations from "@/app/_contract/conversation-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { countConversations } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.countConversations, ({ session }) =>
  countConversations(session.organizationId, session.user.id),
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
