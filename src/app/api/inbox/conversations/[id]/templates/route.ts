import * as operations from "@/app/_contract/messages-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listTemplatesFor } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.listTemplatesFor, async ({ session, params }) => ({
  templates: await listTemplatesFor(session, params.id),
}));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
