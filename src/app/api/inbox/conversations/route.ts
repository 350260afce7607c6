import * as operations from "@/app/_contract/conversation-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listConversations } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.listConversations, ({ session, query }) =>
  listConversations({ ...query, organizationId: session.organizationId, userId: session.user.id }),
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
