import { pauseNumber } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { disableIntegration } from "@/domain/integrations";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(pauseNumber, async ({ session, params }) => {
  const { organizationId, actor } = session;
  await disableIntegration({ organizationId, actor, id: params.id });
  return {};
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
