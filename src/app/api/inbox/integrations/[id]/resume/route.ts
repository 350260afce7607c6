import { resumeNumber } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { enableIntegration } from "@/domain/integrations";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(resumeNumber, async ({ session, params }) => {
  const { organizationId, actor } = session;
  await enableIntegration({ organizationId, actor, id: params.id });
  return {};
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
