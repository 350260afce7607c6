import * as operations from "@/app/_contract/conversation-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { readThread } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.readThread, ({ session, params, query }) =>
  readThread({ ...query, organizationId: session.organizationId, conversationId: params.id }),
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
