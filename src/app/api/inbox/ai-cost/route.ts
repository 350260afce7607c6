import { showAiCost } from "@/app/_contract/ai-cost-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { readSpending } from "@/domain/ai-turns";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(
  showAiCost,
  async ({ session, query }) => await readSpending(session.organizationId, query.days),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
