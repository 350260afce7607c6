import { searchKnowledgeDocuments } from "@/app/_contract/knowledge-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { searchKnowledge } from "@/domain/knowledge";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(searchKnowledgeDocuments, async ({ session, query }) => ({
  passages: await searchKnowledge({ organizationId: session.organizationId, ...query }),
}));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
