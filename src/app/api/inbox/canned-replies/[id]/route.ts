import * as operations from "@/app/_contract/canned-replies-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { changeCannedReply, deleteCannedReply } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const PATCH = inboxRoute(operations.changeCannedReply, async ({ session, params, body }) => ({
  cannedReply: await changeCannedReply(session, params.id, body),
}));

export const DELETE = inboxRoute(operations.deleteCannedReply, async ({ session, params }) => {
  await deleteCannedReply(session, params.id);
  return {};
});

export const { GET, OPTIONS, POST, PUT } = otherMethods("PATCH", "DELETE");
