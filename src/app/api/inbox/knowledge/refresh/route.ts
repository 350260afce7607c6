import { refreshKnowledge } from "@/app/_contract/knowledge-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { refreshDocuments } from "@/domain/knowledge";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = inboxRoute(refreshKnowledge, async ({ session, body }) => {
  const { organizationId, actor } = session;
  return await refreshDocuments({ organizationId, which: body.document, actor });
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
