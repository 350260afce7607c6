import * as operations from "@/app/_contract/canned-replies-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { createCannedReply, listCannedReplies } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.listCannedReplies, async ({ session }) => ({
  cannedReplies: await listCannedReplies(session.organizationId),
}));

export const POST = inboxRoute(operations.createCannedReply, async ({ session, body }) => ({
  cannedReply: await createCannedReply(session, body),
}));

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
